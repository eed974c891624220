using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>What is found in a captured haproxy.cfg, in the ways in which people write one.</summary>
public class HaproxyRuleTests
{
    private const string Path = "lb1/etc/haproxy/haproxy.cfg";
    private const string Apiserver = "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf";
    private const string Times = "timeout connect 2s\ntimeout client 10m\ntimeout server 10m\n";
    private const string Masters = "server m1 192.168.3.171:6443 check\nserver m2 192.168.3.172:6443 check\n";

    [Theory]
    [InlineData(
        "defaults\ntimeout connect 2s\ntimeout client 30s\ntimeout server 1h\nfrontend f\nbind *:7443\ndefault_backend b\ndefaults\n"
            + "" + Times + "backend b\n" + Masters,
        "LBR015",
        "timeout client 30s")]
    [InlineData(
        "defaults\n" + Times + "frontend f\nbind *:7443\ntimeout client 10m\ndefault_backend b\nfrontend g\nbind *:7444\ntimeout client 5s\n"
            + "use_backend b if TRUE\nbackend b\n" + Masters,
        "LBR015",
        "timeout client 5s")]
    [InlineData(
        "defaults tcp\n" + Times + "defaults web\nmode http\ntimeout connect 30s\ntimeout client 20s\ntimeout server 20s\nlisten f from tcp\n"
            + "bind *:7443\n" + Masters,
        "LBR015",
        null)]
    [InlineData(
        "defaults tcp\n" + Times + "defaults short from tcp\ntimeout client 20s\nlisten f from short\nbind *:7443\n" + Masters,
        "LBR015",
        "timeout client 20s")]
    [InlineData("listen f\nbind *:7443\ntimeout client 20s\n" + Times + Masters, "LBR015", null)]
    [InlineData("listen f\nbind *:7443\n" + Times + "timeout tunnel 1m\n" + Masters, "LBR015", "timeout tunnel 1m")]
    [InlineData("listen f\nbind *:7443\ntimeout connect 2s\ntimeout client 0\ntimeout server 10m\n" + Masters, "LBR015", null)]
    [InlineData("listen f\nbind *:7443\ncontimeout 2000\nclitimeout 50000\nsrvtimeout 600000\n" + Masters, "LBR015", "clitimeout 50000")]
    [InlineData("listen f\nbind *:7443\ntimeout connect 2s\ntimeout client 999999999d\ntimeout server 10m\n" + Masters, "LBR015", null)]
    [InlineData(
        "listen f\nbind *:7443\ntimeout client 10m\ntimeout server 10m\n" + Masters,
        "LBR016",
        "waits without a limit for a kube-apiserver that does not answer (no timeout connect)")]
    [InlineData("listen f\nbind *:7443\ntimeout connect 0\ntimeout client 10m\ntimeout server 10m\n" + Masters, "LBR016", "waits without a limit")]
    [InlineData("listen f\nbind *:7443\ncontimeout 2000\nclitimeout 600000\nsrvtimeout 600000\n" + Masters, "LBR016", null)]
    [InlineData("listen f\nbind *:7443\n" + Times + Masters + "log-forward syslog\ntimeout client 10s\n", "LBR015", null)]
    [InlineData("listen f\nbind *:7443\n" + Times + Masters + "crt-store web\nfcgi-app php\ntimeout client 10s\n", "LBR015", null)]
    public void A_time_limit_is_that_of_the_section_that_counts(string content, string code, string? expected) =>
        Judge(Starter.Unchanged, content, code, expected);

    [Theory]
    [InlineData(
        "timeout client 1h\ntimeout server 1h\n",
        "keeps a silent connection for 60 minutes (timeout client 1h) and does not probe whether the kube-apiserver")]
    [InlineData("", "keeps a silent connection without a limit")]
    [InlineData("timeout client 1h\ntimeout server 1h\noption srvtcpka\n", null)]
    [InlineData("timeout client 1h\ntimeout server 1h\noption tcpka\n", null)]
    [InlineData("timeout client 1h\ntimeout server 1h\ndefault-server on-marked-down shutdown-sessions\n", null)]
    [InlineData("timeout client 1h\ntimeout server 1h\noption srvtcpka\nno option srvtcpka\n", "keeps a silent connection for 60 minutes")]
    [InlineData("timeout client 10m\ntimeout server 10m\n", null)]
    public void A_long_idle_time_needs_probes(string lines, string? expected) =>
        Judge(Starter.Unchanged, $"listen f\nbind *:7443\ntimeout connect 2s\n{lines}{Masters}", "LBR023", expected);

    [Theory]
    [InlineData("server m1 192.168.3.171:6443\n", "sends connections to 192.168.3.171:6443 even if")]
    [InlineData("server m1 ipv4@192.168.3.171:6443\n", "sends connections to 192.168.3.171:6443 even if")]
    [InlineData("server \"m1\" '192.168.3.171:6443' check # x\n", null)]
    [InlineData("default-server check\ndefault-server inter 2s\nserver m1 192.168.3.171:6443\n", null)]
    [InlineData("default-server check\nserver m1 192.168.3.171:6443 no-check\n", "sends connections to 192.168.3.171:6443 even if")]
    [InlineData("default-server no-check\nserver m1 192.168.3.171:6443 check\n", null)]
    [InlineData("server m1 192.168.3.171:6443 track b/m1\n", null)]
    [InlineData("server m1 192.168.3.171:6443 disabled\n", null)]
    [InlineData("server m1 192.168.3.171:6443 check\nserver sorry 192.168.3.9:80\n", null)]
    public void Only_a_master_that_nothing_checks_is_blamed(string lines, string? expected) =>
        Judge(Starter.Unchanged, $"listen f\nbind *:7443\n{Times}{lines}", "LBR020", expected);

    [Theory]
    [InlineData("option httpchk GET /readyz\n", "check-ssl verify none", "checks the kube-apiservers by HTTP")]
    [InlineData("option httpchk GET /readyz\nhttp-check expect status 200-399\n", "check-ssl verify none", "checks the kube-apiservers by HTTP")]
    [InlineData("option httpchk GET /readyz\nhttp-check expect status 401\n", "check-ssl verify none", null)]
    [InlineData("option httpchk GET /readyz\nhttp-check expect min-recv 5 status 200,401\n", "check-ssl verify none", null)]
    [InlineData("option httpchk GET /readyz\nhttp-check expect status 200-499\n", "check-ssl verify none", null)]
    [InlineData("option httpchk GET /readyz\nhttp-check expect ! status 500\n", "check-ssl verify none", null)]
    [InlineData("option httpchk GET /readyz\noption tcp-check\n", "", null)]
    [InlineData("option tcp-check\noption httpchk\n", "check-ssl verify none", "checks the kube-apiservers by HTTP")]
    [InlineData(
        "option httpchk\nhttp-check send meth GET uri /readyz hdr Authorization \"Bearer haplane-redacted\"\n", "check-ssl verify none", null)]
    [InlineData("option httpchk GET /readyz HTTP/1.1\\r\\nauthorization:\\ Bearer\\ haplane-redacted\n", "check-ssl verify none", null)]
    [InlineData("option httpchk GET /readyz\n", "check-ssl verify none crt /etc/haproxy/client.pem", null)]
    [InlineData(
        "option httpchk GET /readyz\nserver m3 192.168.3.173:6443 check check-ssl verify none\n",
        "check-ssl verify none crt /etc/haproxy/client.pem",
        "checks the kube-apiservers by HTTP")]
    [InlineData("option httpchk GET /readyz\nserver m3 192.168.3.173:6443\n", "check-ssl verify none crt /etc/haproxy/client.pem", null)]
    public void Checks_are_refused_only_where_the_answer_401_counts_as_a_fault(string lines, string settings, string? expected)
    {
        var refusing = Starter.Unchanged.With(Apiserver, "--secure-port=6443", "--secure-port=6443 --anonymous-auth=False");
        Judge(refusing, $"listen f\nbind *:7443\n{Times}{lines}server m1 192.168.3.171:6443 check {settings}\n", "LBR019", expected);
    }

    [Fact]
    public void A_check_option_of_the_section_stands_above_that_of_the_defaults()
    {
        var refusing = Starter.Unchanged.With(Apiserver, "--secure-port=6443", "--secure-port=6443 --anonymous-auth=0");
        Judge(refusing, $"defaults\n{Times}option httpchk GET /readyz\nlisten f\nbind *:7443\noption tcp-check\n{Masters}", "LBR019", null);
        Judge(
            refusing,
            $"defaults\n{Times}option httpchk GET /readyz\nlisten f\nbind *:7443\n{Masters}",
            "LBR019",
            "checks the kube-apiservers by HTTP");
    }

    [Fact]
    public void Nobody_is_told_to_ask_by_http_where_that_is_refused()
    {
        var refusing = Starter.Unchanged.With(Apiserver, "--secure-port=6443", "--secure-port=6443 --anonymous-auth=f")
            .Adding(Path, $"listen f\nbind *:7443\n{Times}server m1 192.168.3.171:6443\n");
        Assert.DoesNotContain("httpchk", Assert.Single(refusing.Faults(), finding => finding.Code == "LBR020").Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("global\nmaxconn 50\n", "", "haproxy on lb1 has maxconn 50, but this cluster needs 160")]
    [InlineData("global\nmaxconn 50\nglobal\nmaxconn 4000\n", "", null)]
    [InlineData("", "maxconn 20\n", "haproxy on lb1 has maxconn 20, but")]
    [InlineData("", "default-server maxconn 10\n", "haproxy on lb1 has maxconn 10 for 192.168.3.171:6443, but")]
    [InlineData("", "default-server maxconn 0\n", null)]
    public void Every_limit_of_connections_counts(string before, string within, string? expected) =>
        Judge(Starter.Unchanged, $"{before}listen f\nbind *:7443\n{Times}{within}server m1 192.168.3.171:6443 check\n", "LBR017", expected);

    [Fact]
    public void A_limit_of_a_backend_is_none() =>
        Judge(Starter.Unchanged, $"defaults\n{Times}frontend f\nbind *:7443\ndefault_backend b\nbackend b\nmaxconn 5\n{Masters}", "LBR017", null);

    [Theory]
    [InlineData("balance source\n", "(balance source)")]
    [InlineData("balance source\nbalance leastconn\n", null)]
    [InlineData("stick-table type ip size 1m\nstick on src\n", "(stick on src)")]
    [InlineData("balance leastconn\n", null)]
    public void What_pins_clients_is_what_counts(string lines, string? expected) =>
        Judge(Starter.Unchanged, $"listen f\nbind *:7443\n{Times}{lines}{Masters}", "LBR018", expected);

    [Fact]
    public void A_fault_of_a_backend_is_told_once_however_many_frontends_it_has() =>
        Judge(
            Starter.Unchanged,
            $"defaults\n{Times}frontend f\nbind *:7443\ndefault_backend b\nfrontend g\nbind *:7444\ndefault_backend b\nbackend b\nbalance source\n"
                + $"{Masters}",
            "LBR018",
            "(balance source)");

    [Fact]
    public void Http_is_read_where_the_frontend_does_so() =>
        Judge(
            Starter.Unchanged,
            $"defaults\n{Times}frontend f\nmode http\nbind *:7443\ndefault_backend b\nbackend b\nmode tcp\n{Masters}",
            "LBR028",
            "reads HTTP");

    [Theory]
    [InlineData("listen f *:6443\n" + Times + Masters, "LBR007", "haproxy on lb1 listens on port 6443")]
    [InlineData("listen f\nbind :6000-7000\n" + Times + Masters, "LBR007", "haproxy on lb1 listens on port 6443")]
    [InlineData("listen f\ndisabled\nbind :6443\n" + Times + Masters, "LBR007", null)]
    [InlineData(
        "listen f\nbind *:7443\n" + Times + "default-server send-proxy\nserver m1 192.168.3.171:6443 check\n",
        "LBR031",
        "sends the PROXY protocol to 192.168.3.171:6443")]
    [InlineData("listen f\nbind *:7443\n" + Times + "default-server send-proxy\nserver m1 192.168.3.171:6443 check no-send-proxy\n", "LBR031", null)]
    [InlineData("listen f\nbind *:7443 accept-proxy\n" + Times + Masters, "LBR031", "expects the PROXY protocol from clients")]
    [InlineData("listen f\nbind *:7443 ssl crt /a.pem\n" + Times + Masters, "LBR028", "ends TLS")]
    [InlineData(
        "listen f\nbind *:7443\n" + Times + "server m1 192.168.3.171:6443 check ssl verify none\n",
        "LBR028",
        "starts a second TLS session to 192.168.3.171:6443")]
    [InlineData("listen f\nbind *:443 ssl crt /a.pem\nmode http\n" + Times + "server m1 192.168.3.171:30080 check\n", "LBR028", null)]
    [InlineData("listen f\nbind *:7443\n" + Times + "option ssl-hello-chk\nserver m1 192.168.3.171:6443 check\n", "LBR030", "with an SSLv3 hello")]
    [InlineData(
        "listen f\nbind *:7443\n" + Times + "default-server port 8080\nserver m1 192.168.3.171:6443 check\n",
        "LBR030",
        "on port 8080, expected the kube-apiserver port 6443")]
    [InlineData(
        "listen f\nbind *:7443\n" + Times + "option tcp-check\ntcp-check connect port 8080\nserver m1 192.168.3.171:6443 check\n",
        "LBR030",
        "on port 8080")]
    [InlineData("listen f\nbind *:7443\n" + Times + "option httpchk GET /readyz\n" + Masters, "LBR019", "by HTTP without TLS")]
    [InlineData(
        "listen f\nbind *:7443\n" + Times + "option httpchk GET /readyz\nserver m1 192.168.3.171:6443 check ssl verify none\n", "LBR019", null)]
    [InlineData(
        "listen f\nbind *:7443\n" + Times + "default-server weight 0\n" + Masters,
        "LBR027",
        "sends no connection to k8s-master1, whose kube-apiserver runs (weight 0)")]
    [InlineData("listen f\nbind *:7443\n" + Times + "default-server weight 0\nserver m1 192.168.3.171:6443 check weight 1\n", "LBR027", null)]
    public void What_changes_the_bytes_or_gets_no_answer_is_found(string content, string code, string? expected) =>
        Judge(Starter.Unchanged, content, code, expected);

    private static void Judge(Starter starter, string content, string code, string? expected) =>
        Judgement.Judge(starter.Adding(Path, content), code, expected);
}
