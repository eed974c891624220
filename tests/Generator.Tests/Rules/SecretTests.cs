using Generator.Core.Diagnostics;
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

    [Theory]
    [InlineData("lb1/etc/keepalived/keepalived.conf", "vrrp_instance VI_1 {\n    authentication {\n        auth_type PASS\n        auth_pass SECRET\n    }\n}\n")]
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
    [InlineData("lb1/etc/haproxy/haproxy.cfg", "backend b\n    http-request del-header Authorization if TRUE\n    http-request set-header Authorization %[var(txn.auth)]\n    http-request deny unless { req.hdr(Authorization) -m found }\n")]
    [InlineData("lb1/etc/keepalived/keepalived.conf", "# auth_pass 1111\nvrrp_instance VI_1 {\n    authentication {\n        auth_pass\n    }\n}\n")]
    public void What_only_speaks_of_a_password_is_none(string path, string content) =>
        Assert.DoesNotContain(Starter.Unchanged.Adding(path, content).Compile().Findings, finding => finding.Code == "SEC001");

    // Another finding on the same line must not show it either.
    [Fact]
    public void A_block_on_one_line_with_a_password_is_not_shown()
    {
        var outcome = Starter.Unchanged.Adding("lb1/etc/keepalived/keepalived.conf", $"vrrp_instance VI_1 {{ authentication {{ auth_pass {Secret} }} virtual_ipaddress {{ 192.168.3.9 }} }}\n").Compile();
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
