using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;
using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>A secret that nobody redacted is found, and no message shows it.</summary>
public class SecretTests
{
    private const string Secret = "c5f00d0123456789abcdef";
    private const string Cfg = "data/application/kubernetes/cfg";

    public static TheoryData<string, string, string> Places => new()
    {
        { $"k8s-master1/{Cfg}/token.csv", "haplane-redacted", Secret },
        { $"k8s-master1/{Cfg}/bootstrap.kubeconfig", "token: haplane-redacted", $"token: {Secret}" },
        { $"k8s-master1/{Cfg}/kube-scheduler.kubeconfig", "client-key-data: haplane-redacted", $"client-key-data: {Secret}" },
        { $"k8s-master1/{Cfg}/kube-scheduler.kubeconfig", "client-key-data: haplane-redacted", $"auth-provider: {{config: {{id-token: {Secret}}}}}" },
        { $"k8s-master1/{Cfg}/kube-scheduler.conf", "--v=2", $"--v=2 -----BEGIN PRIVATE KEY-----{Secret}" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void It_is_found_and_not_shown(string path, string old, string now)
    {
        var asEdited = Starter.Unchanged.With(path, old, now, isEditedAfterCapture: true).Compile();
        var asLive = Starter.Unchanged.With(path, old, now).Compile();
        Assert.Contains(asLive.Findings, finding => finding.Code == "SEC001");
        Assert.DoesNotContain(Secret, TextReport.Render(asEdited.Findings, ""), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, TextReport.Render(asLive.Findings, ""), StringComparison.Ordinal);
    }

    private const string Jwt = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlIn0.c5f00d0123456789abcdef";

    public static TheoryData<string, string, int> Lines => new()
    {
        { "Environment=KUBE_TOKEN=SECRET", "KUBE_TOKEN", 1 },
        { "Environment=\"A=b\" \"SITE_PASSWORD=SECRET\"", "SITE_PASSWORD", 1 },
        { "Environment=A=b \\\n    'awsSecretAccessKey=SECRET'", "awsSecretAccessKey", 2 },
        { "Environment = OS_PASSWORD=SECRET", "OS_PASSWORD", 1 },
        { "Environment=HTTPS_PROXY=http://site:SECRET@proxy.example.org:3128", "the password in a URL", 1 },
        { "Environment=ETCDCTL_ENDPOINTS=https://a:2379,https://u:SECRET@b:2379", "the password in a URL", 1 },
        { "# http://site:SECRET@proxy.example.org", "the password in a URL", 1 },
        { "ExecStart=/usr/bin/x --token=SECRET", "--token", 1 },
        { "ExecStart=/usr/bin/x --etcd-password SECRET --v=2", "--etcd-password", 1 },
        { "ExecStart=/usr/bin/x --client-secret \"SECRET\"", "--client-secret", 1 },
        { "ExecStart=/usr/bin/docker run -e DB_PASSWORD=SECRET image", "DB_PASSWORD", 1 },
        { "ExecStartPre=/usr/bin/curl -u admin:SECRET https://x", "curl", 1 },
        { "ExecStartPre=/usr/bin/curl -H \"Authorization: Bearer SECRET\" https://x", "Authorization", 1 },
        { $"ExecStart=/usr/bin/x {Jwt}", "a token", 1 },
        { "# joined with SECRET.c5f00d0123456789", "a token", 1 },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_secret_in_a_unit_is_found_with_its_line_and_key_and_not_shown(string lines, string key, int line)
    {
        const string Unit = "k8s-master1/usr/lib/systemd/system/kube-scheduler.service";
        lines = lines.Replace("SECRET.", "c5f00d.", StringComparison.Ordinal).Replace("SECRET", Secret, StringComparison.Ordinal);
        var outcome = Starter.Unchanged.With(Unit, "[Service]\n", $"[Service]\n{lines}\n").Compile();
        var finding = Assert.Single(outcome.Findings, finding => finding.Code == "SEC001");
        var first = Starter.Unchanged.Originals.Single(file => file.Path.EndsWith(Unit, StringComparison.Ordinal)).Text.Split('\n')
            .ToList()
            .IndexOf("[Service]") + 2;
        Assert.Equal($"this file contains a secret that must be redacted: {key} (line {first + line - 1})", finding.Message);
        Assert.Equal(first + line - 1, finding.At.Line);
        Assert.DoesNotContain("c5f00d", TextReport.Render(outcome.Findings, ""), StringComparison.Ordinal);
        Assert.DoesNotContain("c5f00d", Generator.Core.Reporting.Reports.LineReport.Render(outcome.Findings, ""), StringComparison.Ordinal);
        var without = lines
            .Replace(Jwt, "haplane-redacted", StringComparison.Ordinal)
            .Replace($"c5f00d.{Secret[..16]}", "haplane-redacted", StringComparison.Ordinal)
            .Replace(Secret, "haplane-redacted", StringComparison.Ordinal);
        var redacted = Starter.Unchanged.With(Unit, "[Service]\n", $"[Service]\n{without}\n");
        Assert.DoesNotContain(redacted.Compile().Findings, finding => finding.Code == "SEC001");
    }

    [Theory]
    [InlineData("Environment=KUBE_TOKEN_FILE=/etc/kubernetes/token")]
    [InlineData("Environment=KUBE_TOKEN=/etc/kubernetes/token")]
    [InlineData("Environment=KUBE_TOKEN=$SITE_TOKEN KUBE_PASSWORD=${SITE_PASSWORD} A_TOKEN=")]
    [InlineData("Environment=HTTPS_PROXY=http://proxy.example.org:3128 NO_PROXY=a:1@b")]
    [InlineData("Environment=GOOGLE_APPLICATION_CREDENTIALS=/etc/google.json")]
    [InlineData("Environment=USE_TOKEN=true")]
    [InlineData("Environment=ETCD_INITIAL_CLUSTER_TOKEN=etcd-cluster")]
    [InlineData(
        "ExecStartPre=/usr/bin/x --initial-cluster-token etcd-cluster-1 --client-key=certs/a/client-key.pem --etcd-client-key ./client-key.pem")]
    [InlineData("ExecStartPre=/bin/sh -c 'curl -H \"Authorization: Bearer $(cat /etc/token)\" https://x'")]
    [InlineData("ExecStartPre=/usr/bin/docker run -u 1000:1000 image")]
    [InlineData(
        "ExecStartPre=/usr/bin/x --enable-bootstrap-token-auth=true --authentication-token-webhook-cache-ttl=1m --tls-secret=kube-system/ingress")]
    [InlineData("# Environment=KUBE_TOKEN=<your token>, the password: see the wiki")]
    [InlineData("Documentation=https://github.com/site/x@v1")]
    public void What_only_has_the_name_of_a_secret_is_none(string line) =>
        Assert.DoesNotContain(
            Starter.Unchanged.With(
                "k8s-master1/usr/lib/systemd/system/kube-scheduler.service", "[Service]\n", $"[Service]\n{line}\n").Compile().Findings,
            finding => finding.Code == "SEC001");

    [Theory]
    [InlineData("etc/kubernetes/site.env", "A=b\nSITE_TOKEN=SECRET\n", "SITE_TOKEN (line 2)")]
    [InlineData("etc/cloud.conf", "[Global]\npassword = \"SECRET\"\n", "password (line 2)")]
    [InlineData("etc/cni/net.d/10-calico.conflist", "{\"policy\": {\n  \"k8s_auth_token\": \"SECRET\"}}", "k8s_auth_token (line 2)")]
    [InlineData("etc/nginx/nginx.conf", "http {\n  proxy_set_header Authorization \"Basic SECRET\";\n}\n", "Authorization (line 2)")]
    [InlineData("etc/tokens", "SECRET0123456789,admin,1,\"system:masters\"\n", "the first column (line 1)")]
    [InlineData(
        "etc/exec.yaml", "kind: CredentialProviderConfig\nproviders:\n- env:\n  - name: SITE_TOKEN\n    value: SECRET\n", "SITE_TOKEN (line 5)")]
    [InlineData(
        "etc/exec.kubeconfig",
        "clusters: []\nusers:\n- user:\n    exec:\n      args:\n      - --site-token\n      - SECRET\n",
        "--site-token (line 7)")]
    [InlineData("etc/exec.json", "{\"kind\": \"Config\", \"clusters\": [],\n\"args\": [\"--token=SECRET\"]}", "--token (line 2)")]
    [InlineData("etc/docker/config.json", "{\"auths\": {\"r\": {\n\"auth\": \"dXNlcjpjNWYwMGQ=\"}}}", "auth (line 2)")]
    [InlineData("etc/wireguard/wg0.conf", "[Interface]\nPrivateKey = SECRET=\n", "PrivateKey (line 2)")]
    [InlineData(
        "etc/all.pem",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n-----BEGIN ENCRYPTED PRIVATE KEY-----\nSECRET\n",
        "a private key (line 4)")]
    public void A_secret_in_any_captured_file_is_found_and_not_shown(string path, string content, string expected)
    {
        var outcome = Starter.Unchanged.Adding($"k8s-master1/{path}", content.Replace("SECRET", Secret, StringComparison.Ordinal)).Compile();
        Assert.Equal(
            $"this file contains a secret that must be redacted: {expected}",
            Assert.Single(outcome.Findings, finding => finding.Code == "SEC001").Message);
        Assert.DoesNotContain("c5f00d", TextReport.Render(outcome.Findings, ""), StringComparison.Ordinal);
    }

    [Fact]
    public void The_secrets_of_one_file_are_one_finding()
    {
        var findings = Starter.Unchanged
            .Adding(
                "k8s-master1/etc/admin.kubeconfig",
                $"clusters: []\nusers:\n- name: a\n  user: {{token: {Secret}}}\n- name: b\n  user:\n    username: b\n    password: {Secret}\n")
            .Compile().Findings.Where(finding => finding.Code == "SEC001");
        Assert.Equal("this file contains 2 secrets that must be redacted: token (line 4), password (line 8)", Assert.Single(findings).Message);
    }

    // A message that quotes what was found must not quote a secret.
    [Theory]
    [InlineData("ExecStart=", "ExecStart=SECRET ")]
    [InlineData("[Service]\n", "[Service]\nTOKEN SECRET\nEnvironment=A_TOKEN=SECRET\n")]
    [InlineData("[Service]\n", "[Service]\nUser=SECRET\nEnvironment=A_TOKEN=SECRET\n")]
    [InlineData("[Service]\n", "[Service]\nEnvironmentFile=/etc/SECRET\nEnvironment=A_TOKEN=SECRET\n")]
    public void No_message_of_another_rule_shows_a_secret(string old, string now)
    {
        var outcome = Starter.Unchanged
            .With("k8s-master1/usr/lib/systemd/system/kube-scheduler.service", old, now.Replace("SECRET", Secret, StringComparison.Ordinal))
            .Adding("k8s-master1/etc/site.env", $"A_TOKEN={Secret}\n")
            .Compile();
        Assert.Contains(outcome.Findings, finding => finding.Code != "SEC001" && finding.Severity is Severity.Error or Severity.Warning);
        Assert.DoesNotContain("c5f00d", TextReport.Render(outcome.Findings, ""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "lb1/etc/keepalived/keepalived.conf",
        "vrrp_instance VI_1 {\n    authentication {\n        auth_type PASS\n        auth_pass SECRET\n    }\n}\n")]
    [InlineData("lb1/etc/haproxy/haproxy.cfg", "listen stats\n    bind *:100\n    stats auth SECRET\n")]
    [InlineData("lb1/etc/haproxy/haproxy.cfg", "userlist people\n    user admin insecure-password SECRET\n")]
    [InlineData("lb1/etc/keepalived/keepalived.conf", "vrrp_instance VI_1 { authentication { auth_type PASS auth_pass \"SECRET\" } }\n")]
    [InlineData("lb1/etc/keepalived/keepalived.conf", "vrrp_instance VI_1\n{\n    authentication\n    {\n        auth_pass SECRET\n    }\n}\n")]
    [InlineData("lb1/etc/keepalived/keepalived.conf.bak", "{ { auth_pass SECRET } }\n")]
    [InlineData("lb1/etc/keepalived/conf.d/vip.conf", "auth_pass SECRET\n")]
    [InlineData("lb1/data/keepalived/keepalived.conf", "authentication { auth_pass SECRET }\n")]
    [InlineData("lb1/etc/haproxy/haproxy.cfg.bak", "listen stats\n    stats auth SECRET\n")]
    [InlineData("lb1/etc/haproxy/conf.d/users.cfg", "user x groups g insecure-password SECRET\n")]
    [InlineData("lb1/etc/haproxy/haproxy.cfg", "userlist people\n    user x groups g password 'SECRET'\n")]
    [InlineData("lb1/etc/haproxy/haproxy.cfg", "backend b\n    http-check send meth GET uri /readyz hdr Authorization \"Bearer SECRET\"\n")]
    [InlineData("lb1/etc/haproxy/haproxy.cfg", "backend b\n    option httpchk GET /readyz HTTP/1.1\\r\\nAuthorization:\\ Bearer\\ SECRET\n")]
    [InlineData("lb1/etc/haproxy/haproxy.cfg", "backend b\n    http-request set-header authorization \"Basic SECRET\"\n")]
    public void A_balancer_s_password_is_found_and_not_shown(string path, string content)
    {
        var open = Starter.Unchanged.Adding(path, content.Replace("SECRET", Secret, StringComparison.Ordinal)).Compile();
        var finding = Assert.Single(open.Findings, finding => finding.Code == "SEC001");
        Assert.Equal(content[..content.IndexOf("SECRET", StringComparison.Ordinal)].Count(c => c == '\n') + 1, finding.At.Line);
        Assert.DoesNotContain(Secret, TextReport.Render(open.Findings, ""), StringComparison.Ordinal);
        var redacted = Starter.Unchanged.Adding(path, content.Replace("SECRET", "haplane-redacted", StringComparison.Ordinal)).Compile();
        Assert.DoesNotContain(redacted.Findings, finding => finding.Code == "SEC001");
    }

    [Theory]
    [InlineData(
        "lb1/etc/haproxy/haproxy.cfg",
        "backend b\n    http-request del-header Authorization if TRUE\n    http-request set-header Authorization %[var(txn.auth)]\n"
            + "    http-request deny unless { req.hdr(Authorization) -m found }\n")]
    [InlineData("lb1/etc/keepalived/keepalived.conf", "# auth_pass 1111\nvrrp_instance VI_1 {\n    authentication {\n        auth_pass\n    }\n}\n")]
    public void What_only_speaks_of_a_password_is_none(string path, string content) =>
        Assert.DoesNotContain(Starter.Unchanged.Adding(path, content).Compile().Findings, finding => finding.Code == "SEC001");

    // Another finding on the same line must not show it either.
    [Fact]
    public void A_block_on_one_line_with_a_password_is_not_shown()
    {
        var outcome = Starter.Unchanged.Adding(
            "lb1/etc/keepalived/keepalived.conf",
            $"vrrp_instance VI_1 {{ authentication {{ auth_pass {Secret} }} virtual_ipaddress {{ 192.168.3.9 }} }}\n").Compile();
        Assert.Contains(outcome.Findings, finding => finding.Code == "VIP008");
        Assert.DoesNotContain(Secret, TextReport.Render(outcome.Findings, ""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_flags_is_shown()
    {
        var outcome = Starter.Unchanged.With($"k8s-master1/{Cfg}/kube-scheduler.conf", "--v=2 \\\n", "--v=2 \\ \n").Compile();
        Assert.Contains("| --v=2 \\ \n", TextReport.Render(outcome.Findings, ""), StringComparison.Ordinal);
    }
}
