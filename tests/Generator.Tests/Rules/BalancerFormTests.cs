using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>Load balancers in other forms: configured elsewhere, by variables, in http; and clients whose address is in a file of theirs.</summary>
public class BalancerFormTests
{
    private const string Times = "timeout connect 2s\ntimeout client 10m\ntimeout server 10m\n";
    private const string Upstream = "upstream k { server 192.168.3.171:6443; }\n";

    [Theory]
    [InlineData("bind *:7443\nserver m1 192.168.3.171:6443 check check-send-proxy\n", "LBR031")]
    [InlineData("bind *:7443\ndefault-server send-proxy\nserver m1 192.168.3.171:6443 check\n", "LBR031")]
    [InlineData("bind *:7443 accept-proxy\nserver m1 192.168.3.171:6443 check\n", "LBR031")]
    [InlineData("bind *:7443\ntcp-request connection expect-proxy layer4\nserver m1 192.168.3.171:6443 check\n", "LBR031")]
    [InlineData("bind *:7443\nserver m1 192.168.3.171:6443 check addr 192.168.3.9\n", "LBR030")]
    [InlineData("bind *:7443\nserver m1 192.168.3.171:6443 check weight 00\n", "LBR027")]
    [InlineData("bind *:7443\ndefault-server ssl verify none\nserver m1 192.168.3.171:6443 check\n", "LBR028")]
    [InlineData("bind *:7443\nserver m1 192.168.3.171:6443 check addr 192.168.3.171\n", null)]
    public void A_setting_of_haproxy_is_found(string lines, string? code) =>
        Assert.Equal(
            code is null ? [] : [code],
            Codes(Starter.Unchanged.Adding("lb1/etc/haproxy/haproxy.cfg", $"listen k\nmode tcp\n{Times}{lines}")));

    [Theory]
    [InlineData("ExecStart=/usr/sbin/haproxy -Ws -f /opt/lb/haproxy.cfg -p /run/h.pid", "/opt/lb/haproxy.cfg")]
    [InlineData("Environment=CONFIG=/opt/lb/h.cfg\nExecStart=/usr/sbin/haproxy -Ws -f $CONFIG", "/opt/lb/h.cfg")]
    [InlineData("ExecStart=/opt/bin/haproxy -W -f /opt/lb/conf.d", "/opt/lb/conf.d/20-api.cfg")]
    [InlineData("ExecStart=/usr/sbin/haproxy-systemd-wrapper -f /opt/lb/h.cfg", "/opt/lb/h.cfg")]
    public void Haproxy_is_read_from_where_its_unit_says(string start, string path) =>
        Assert.Equal(
            ["LBR007", "LBR031"],
            Codes(
                Starter.Unchanged.Adding("lb1/etc/systemd/system/haproxy.service", $"[Service]\n{start}\n")
                    .Adding($"lb1{path}", $"listen k\nmode tcp\nbind *:6443\n{Times}server m1 192.168.3.171:6443 check send-proxy\n")).Order());

    [Theory]
    [InlineData("stream { " + Upstream + "server { listen 7443 ssl; proxy_connect_timeout 2s; proxy_pass k; } }", "LBR028")]
    [InlineData("stream { proxy_ssl on; " + Upstream + "server { listen 7443; proxy_connect_timeout 2s; proxy_pass k; } }", "LBR028")]
    [InlineData("stream { server { listen 7443 ssl; proxy_connect_timeout 2s; proxy_pass 192.168.3.171:6443; } }", "LBR028")]
    [InlineData("http { server { listen 7443 ssl; proxy_connect_timeout 2s; location / { proxy_pass https://192.168.3.171:6443/; } } }", "LBR028")]
    [InlineData("http { " + Upstream + "server { listen 7443 ssl; proxy_connect_timeout 2s; location / { proxy_pass https://k; } } }", "LBR028")]
    [InlineData("stream { map $server_port $b { default k; } " + Upstream
        + "server { listen 7443 ssl; proxy_connect_timeout 2s; proxy_pass $b; } }", "LBR028")]
    [InlineData("stream { " + Upstream + "server { listen 7443 proxy_protocol; proxy_connect_timeout 2s; proxy_pass k; } }", "LBR031")]
    [InlineData("stream { proxy_protocol on; " + Upstream + "server { listen 7443; proxy_connect_timeout 2s; proxy_pass k; } }", "LBR031")]
    [InlineData("stream { proxy_protocol on; " + Upstream
        + "server { listen 7443; proxy_protocol off; proxy_connect_timeout 2s; proxy_pass k; } }", null)]
    [InlineData("http { server { listen 80; location / { proxy_pass http://192.168.3.171:30080; } } }", null)]
    public void A_form_of_nginx_is_found(string text, string? code) =>
        Assert.Equal(
            code is null ? [] : [code],
            Codes(Starter.Unchanged.Adding("lb1/etc/nginx/nginx.conf", $"events {{}}\n{text}\n")));

    [Theory]
    [InlineData("etc/cron.d/x", "* * * * * root kubectl --server=https://192.168.3.171:6443 get nodes\n", "")]
    [InlineData("opt/prom.yml", "api_server: https://192.168.3.171:6443\n", "ExecStart=/opt/prometheus --config.file=/opt/prom.yml")]
    [InlineData("opt/watch.sh", "#!/bin/sh\ncurl https://k8s-master1:6443/healthz\n", "ExecStart=/bin/sh /opt/watch.sh")]
    public void A_client_whose_file_names_a_master_is_found(string path, string content, string start)
    {
        var starter = Starter.Unchanged.Adding($"k8s-node1/{path}", content);
        Assert.Equal(
            ["LBR032"],
            Codes(start.Length == 0 ? starter : starter.Adding("k8s-node1/etc/systemd/system/site.service", $"[Service]\n{start}\n")));
    }

    private static string[] Codes(Starter starter) =>
        [.. starter.Faults().Select(finding => finding.Code).Where(code => code is not ("LBR001" or "LBR012" or "LBR025"))];
}
