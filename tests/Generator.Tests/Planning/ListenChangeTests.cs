using System.Text;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Tests.Support;

namespace Generator.Tests.Planning;

/// <summary>nginx cannot bind all addresses of a port while its old socket holds one of them: a reload changes nothing, so it restarts.</summary>
public class ListenChangeTests
{
    private const string Load = "loads\tnginx.service\t";

    [Theory]
    [InlineData("192.168.3.172", "192.168.3.201", 16443, "restart")]
    [InlineData("192.168.3.201", "192.168.3.172", 16443, "restart")]
    // Another port is another socket, and the former one stays exactly as it was.
    [InlineData("192.168.3.172", "192.168.3.201", 17443, "reload")]
    [InlineData("192.168.3.172", "192.168.3.172", 17443, "reload")]
    [InlineData("192.168.3.201", "192.168.3.202", 16443, "reload")]
    public void A_change_between_one_address_and_all_restarts_it(string before, string after, int port, string expected)
    {
        var old = Build(before, 16443, null);
        var tree = Build(after, port, old);
        Assert.Contains($"{Load}{expected}\t", Text(tree, "hosts/k8s-master2.plan"), StringComparison.Ordinal);
        Assert.Equal(expected == "restart", Text(tree, "README.md").Contains("is cut at once", StringComparison.Ordinal));
        // Until the rollout is done it may still be to come.
        Assert.Contains($"{Load}{expected}\t", Text(Build(after, port, tree), "hosts/k8s-master2.plan"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_build_reloads() => Assert.Contains($"{Load}reload\t", Text(Build("192.168.3.201", 16443, null), "hosts/k8s-master2.plan"));

    private static FileTree Build(string endpoint, int port, FileTree? earlier)
    {
        var starter = Starter.Unchanged;
        var start = starter.Topology.IndexOf("loadBalancer:", StringComparison.Ordinal);
        var end = starter.Topology.IndexOf("rollout:", start, StringComparison.Ordinal);
        var topology = $"{starter.Topology[..start]}loadBalancer: {{engine: nginx, distro: rhel, port: {port}, endpoint: {endpoint}, "
            + $"hosts: [{{name: k8s-master2, address: 192.168.3.172}}]}}\n{starter.Topology[end..]}";
        // The certificate of the starter names one endpoint only.
        topology = topology.Replace("192.168.3.202", "k8s-master1", StringComparison.Ordinal);
        return Compiler.Compile(new InputSet(new SourceFile("topology.yaml", Encoding.UTF8.GetBytes(topology)), starter.Originals)
        {
            Before = earlier is null ? null : Compiler.ReadEarlier(earlier).Whole(),
        }).Whole();
    }

    private static string Text(FileTree tree, string path) => Encoding.UTF8.GetString(tree.Files[path].Content.Span);
}
