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
    public void A_balancer_s_password_is_found_and_not_shown(string path, string content)
    {
        var open = Starter.Unchanged.Adding(path, content.Replace("SECRET", Secret, StringComparison.Ordinal)).Compile();
        Assert.Contains(open.Findings, finding => finding.Code == "SEC001");
        Assert.DoesNotContain(Secret, TextReport.Render(open.Findings, ""), StringComparison.Ordinal);
        var redacted = Starter.Unchanged.Adding(path, content.Replace("SECRET", "haplane-redacted", StringComparison.Ordinal)).Compile();
        Assert.DoesNotContain(redacted.Findings, finding => finding.Code == "SEC001");
    }

    [Fact]
    public void A_line_of_flags_is_shown()
    {
        var outcome = Starter.Unchanged.With($"k8s-master1/{Cfg}/kube-scheduler.conf", "--v=2 \\\n", "--v=2 \\ \n").Compile();
        Assert.Contains("| --v=2 \\ \n", TextReport.Render(outcome.Findings, ""), StringComparison.Ordinal);
    }
}
