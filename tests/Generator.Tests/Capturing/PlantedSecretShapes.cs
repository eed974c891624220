namespace Generator.Tests.Capturing;

/// <summary>The shapes of secrets in the files of a host: what is there, and what may leave; empty where only the secret is replaced.</summary>
internal static class PlantedSecretShapes
{
    internal static readonly (string Content, string Expected)[] Units =
    [
        ("Environment=KUBE_TOKEN=SECRET", ""),
        ("Environment=\"A=b\" \"SITE_PASSWORD=SECRET\"", ""),
        ("Environment=A=b \\\n    'awsSecretAccessKey=SECRET'", ""),
        ("Environment = OS_PASSWORD=SECRET", ""),
        ("Environment=HTTPS_PROXY=http://site:SECRET@proxy.example.org:3128", ""),
        ("Environment=ETCDCTL_ENDPOINTS=https://a:2379,https://u:SECRET@b:2379", ""),
        ("# http://site:SECRET@proxy.example.org", ""),
        ("ExecStartPre=/usr/bin/x --token=SECRET", ""),
        ("ExecStartPre=/usr/bin/x --etcd-password SECRET --v=2", ""),
        ("ExecStartPre=/usr/bin/x --client-secret \"SECRET\"", ""),
        ("ExecStartPre=/usr/bin/docker run -e DB_PASSWORD=SECRET image", ""),
        ("ExecStartPre=/usr/bin/curl -u admin:SECRET https://x", ""),
        ("ExecStartPre=/usr/bin/curl -H \"Authorization: Bearer SECRET\" https://x", ""),
        ("ExecStartPre=/usr/bin/x JWT", ""),
        ("# joined with BT", ""),
        ("Environment=\"DB_PASSWORD=foo SECRET bar\"", "Environment=\"DB_PASSWORD=RED\""),
        ("Environment='DB_PASSWORD=foo\\\nSECRET'", "Environment='DB_PASSWORD=RED'"),
        ("ExecStartPre=/x --password \\\n   SECRET --v=2", ""),
        ("ExecStartPre=/x --password=abc\\\nSECRET", "ExecStartPre=/x --password=RED"),
        ("ExecStartPre=/x --password=a,b;SECRET", "ExecStartPre=/x --password=RED"),
        ("ExecStartPre=/bin/sh -c 'sshpass -p SECRET ssh x'", ""),
        ("ExecStartPre=/x --password=\"a b SECRET\" --v=2", "ExecStartPre=/x --password=\"RED\" --v=2"),
        ("#Environment=OLD_PASSWORD=SECRET", ""),
        ("ExecStartPre=/x \"--password=a SECRET\" --v", "ExecStartPre=/x \"--password=RED\" --v"),
        ("Environment=dbpassword=SECRET", ""),
        ("ExecStartPre=/x --password=/SECRET+=", "ExecStartPre=/x --password=RED"),
        ("ExecStartPre=/x --password=!SECRET", "ExecStartPre=/x --password=RED"),
        ("ExecStartPre=/x --password=a\\ SECRET", "ExecStartPre=/x --password=RED"),
        ("Environment=GIT=https://SECRET@github.com/x", ""),
        ("ExecStartPre=/usr/bin/wget --user=a:SECRET --http-password=SECRET https://x", ""),
        ("ExecStartPre=/usr/bin/curl -H 'X-Api-Key: SECRET' https://x", ""),
        ("ExecStartPre=/usr/bin/etcdctl --user root:SECRET get /", ""),
        ("Environment=\"X={\\\"token\\\": \\\"SECRET\\\"}\"", ""),
        ("ExecStartPre=/x --etcd-servers=https://a:2379 \\\n# --token=SECRET \\\n --token=SECRET", ""),
    ];

    internal static readonly (string Content, string Expected)[] Variables =
    [
        ("SITE_TOKEN=SECRET", ""),
        ("SITE_TOKEN=\"SECRET\"", ""),
        ("SITE_TOKEN='a b SECRET'", "SITE_TOKEN='RED'"),
        ("SITE_TOKEN=a b SECRET", "SITE_TOKEN=RED"),
        ("SITE_PASSWORD=\"line1\nSECRET\"", "SITE_PASSWORD=\"RED\""),
        ("SITE_PASSWORD=a\\\nSECRET", "SITE_PASSWORD=RED"),
        ("KUBE_OPTS=\"--v=2 \\\n--token=SECRET \\\n--x=y\"", ""),
        ("KUBE_OPTS=\"--v=2 --password 'a SECRET' --x\"", "KUBE_OPTS=\"--v=2 --password 'RED' --x\""),
        ("export DB_PASSWORD=SECRET", ""),
        ("KUBE_OPTS=\"--token=abc\\\nSECRET --v=2\"", "KUBE_OPTS=\"--token=RED --v=2\""),
        ("DB_PASSWORD=\"ab\\\"SECRET\"", "DB_PASSWORD=\"RED\""),
        ("DB_PASSWORD=x\"y\"SECRET", "DB_PASSWORD=RED"),
        ("SITE_TOKEN=SECRET\r\nA=b\r", ""),
    ];

    internal static readonly (string Content, string Expected)[] Users =
    [
        ("- name: a\n  user:\n    client-key-data: SECRET\n", ""),
        ("- name: a\n  user:\n    token: SECRET\n", ""),
        ("- name: a\n  user:\n    token: \"SECRET\"\n", "- name: a\n  user:\n    token: RED\n"),
        (
            "- name: a\n  user:\n    password: |\n      abc\n      SECRET\n    username: u\n",
            "- name: a\n  user:\n    password: RED\n    username: u\n"),
        ("- name: a\n  user:\n    password: >-\n      abc\n\n      SECRET\n", "- name: a\n  user:\n    password: RED\n"),
        ("- name: a\n  user:\n    password: abc\n      SECRET\n    username: u\n", "- name: a\n  user:\n    password: RED\n    username: u\n"),
        ("- name: a\n  user:\n    token: 'abc\n      SECRET'\n", "- name: a\n  user:\n    token: RED\n"),
        ("- name: a\n  user:\n    password:\n      SECRET\n", ""),
        ("- name: a\n  user:\n    auth-provider:\n      name: oidc\n      config:\n        id-token: SECRET\n        client-id: SECRET\n", ""),
        (
            "- name: a\n  user:\n    exec:\n      apiVersion: client.authentication.k8s.io/v1\n      command: /usr/bin/x\n      args:\n"
                + "      - --site-token\n      - SECRET\n      - --password=SECRET\n      env:\n      - name: A\n        value: SECRET\n",
            ""),
        ("- user:\n    token: SECRET # old\n  name: a\n", ""),
        ("- name: a\n  user:\n    weird: SECRET\n", ""),
        ("- name: a\n  user:\n    client-key-data: SECRET\r\n    username: x\r\n", ""),
        ("-   name: a\n    user:\n        token:   SECRET\n", ""),
        ("- name: a\n  user:\n    \"token\": SECRET\n", ""),
        ("- name: a\n  user:\n    extra:\n    - SECRET\n", ""),
    ];

    internal static readonly (string Content, string Expected)[] Configurations =
    [
        ("password: SECRET", ""),
        ("tokens:\n  authToken: SECRET", ""),
        ("x: http://u:SECRET@h", ""),
        ("providers:\n- env:\n  - name: SITE_TOKEN\n    value: SECRET", ""),
        ("providers:\n- env:\n  - value: SECRET\n    name: SITE_TOKEN", ""),
        ("args:\n- --site-token\n- SECRET", ""),
        ("password: a b SECRET", "password: RED"),
        ("secret: |\n  a\n  SECRET\nx: y", "secret: RED\nx: y"),
        ("password:\n  SECRET", ""),
        ("providers:\n- env:\n  - name: FOO\n    value: SECRET", ""),
    ];

    internal static readonly (string Content, string Expected)[] Haproxy =
    [
        ("listen stats\n    bind *:100\n    stats auth admin:SECRET\n", ""),
        ("userlist people\n    user admin insecure-password SECRET\n", ""),
        ("userlist people\n    user x groups g password 'SECRET'\n", ""),
        ("backend b\n    http-check send meth GET uri /readyz hdr Authorization \"Bearer SECRET\"\n", ""),
        ("backend b\n    option httpchk GET /readyz HTTP/1.1\\r\\nAuthorization:\\ Bearer\\ SECRET\n", ""),
        ("backend b\n    http-request set-header authorization \"Basic SECRET\"\n", ""),
        ("backend b\n    tcp-check send AUTH\\ SECRET\\r\\n\n", "backend b\n    tcp-check send AUTH\\ RED\n"),
        ("backend b\n    http-request set-header X-Api-Key SECRET\n", ""),
    ];

    internal static readonly (string Content, string Expected)[] Keepalived =
    [
        ("vrrp_instance VI_1 {\n    authentication {\n        auth_type PASS\n        auth_pass SECRET\n    }\n}\n", ""),
        ("vrrp_instance VI_1 { authentication { auth_type PASS auth_pass \"SECRET\" } }\n", ""),
        ("vrrp_instance VI_1\n{\n    authentication\n    {\n        auth_pass SECRET\n    }\n}\n", ""),
        ("authentication { auth_pass SECRET }\n", ""),
    ];

    internal static readonly (string Content, string Expected)[] Nginx =
    [
        ("events {}\nhttp {\n  proxy_set_header Authorization \"Basic SECRET\";\n}\n", ""),
        ("events {}\nhttp {\n  set $api_key \"SECRET\";\n  proxy_set_header X-Token SECRET;\n}\n", ""),
        ("events {}\nhttp {\n  proxy_pass http://u:SECRET@h/;\n}\n", ""),
    ];

    /// <summary>A kubeconfig in JSON.</summary>
    internal const string Json =
        "{\"apiVersion\":\"v1\",\"kind\":\"Config\",\"clusters\":[{\"name\":\"k\",\"cluster\":{\"server\":\"https://x\"}}],\"contexts\":[],\n"
        + "\"users\":[{\"name\":\"a\",\"user\":{\"token\":\"SECRET\",\"client-certificate\":\"/a/b.pem\",\n"
        + "\"exec\":{\"command\":\"x\",\"args\":[\"--token=SECRET\",\"y\"],\"env\":[{\"name\":\"A\",\"value\":\"SECRET\"}]}}}]}\n";
}
