using System.Text;
using Generator.Tests.Support;

namespace Generator.Tests.Planning;

/// <summary>Where nginx listens on a master, next to its apiserver.</summary>
public class BalancerListenTests
{
    private const string Keepalived = "vrrp_instance VI_1 {\n    virtual_ipaddress {\n        192.168.3.201/24\n    }\n}\n";

    [Theory]
    [InlineData("192.168.3.201", false, "listen 16443;")]
    [InlineData("192.168.3.201", true, "listen 16443;")]
    [InlineData("192.168.3.172", false, "listen 192.168.3.172:16443;")]
    public void A_master_listens_on_the_address_that_moves_too(string endpoint, bool isCarried, string expected)
    {
        var starter = Starter.Unchanged with { Topology = Topology(endpoint) };
        var built = (isCarried ? starter.Adding("k8s-master2/etc/keepalived/keepalived.conf", Keepalived) : starter).Compile();
        Assert.NotNull(built.Result);
        var text = Encoding.UTF8.GetString(
            built.Result.Files
                .Single(file => file.Key.EndsWith("hosts/k8s-master2/etc/nginx/nginx.conf", StringComparison.Ordinal))
                .Value.Content.Span);
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    private static string Topology(string endpoint)
    {
        var text = Starter.Unchanged.Topology;
        var start = text.IndexOf("loadBalancer:", StringComparison.Ordinal);
        var end = text.IndexOf("rollout:", start, StringComparison.Ordinal);
        return $"{text[..start]}loadBalancer: {{engine: nginx, distro: rhel, port: 16443, endpoint: {endpoint}, hosts: [{{name: k8s-master2, "
            + $"address: 192.168.3.172}}]}}\n{text[end..]}";
    }
}
