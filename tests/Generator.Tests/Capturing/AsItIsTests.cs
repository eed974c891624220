using System.Collections.Immutable;
using System.Text;
using Generator.Core;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Values;
using Generator.Tests.Support;

namespace Generator.Tests.Capturing;

/// <summary>A cluster that is built as it is changes no host.</summary>
public class AsItIsTests
{
    [Fact]
    public void The_example_as_it_is_has_no_difference()
    {
        var comparison = Compared(Hosts.Of(Case.Example));
        Assert.Equal(3, comparison.Hosts);
        Assert.Empty(comparison.Differences);
    }

    [Theory]
    [InlineData(Case.ExampleName)]
    [InlineData("five-masters-ipv6")]
    [InlineData("flags-in-pieces")]
    [InlineData("debian")]
    [InlineData("balancer-with-sites")]
    public void A_cluster_that_was_rolled_out_has_no_difference(string name)
    {
        var hosts = RolledOut.Of(Case.Of(name));
        var comparison = Compared(hosts);
        Assert.Empty(comparison.Differences);
        Assert.Equal(hosts.Length, comparison.Hosts);
    }

    // A host that was not captured is not compared, and does not keep the others from it.
    [Theory]
    [InlineData("lb1")]
    [InlineData("k8s-node2")]
    [InlineData("k8s-master3")]
    public void Without_one_host_the_others_have_no_difference(string missing)
    {
        var hosts = RolledOut.Of(Case.Example);
        var nodes = hosts.Select(host =>
            new ReportedNode(new DnsName(host.Name), Address.TryParse(host.Reached?.Address ?? "", out var address) ? address : default));
        hosts =
        [
            .. hosts.Where(host => host.Name != missing)
                .Select(host => host with { Report = host.Report with { Nodes = [.. nodes.Where(node => node.Name.Text != "lb1")] } }),
        ];
        var comparison = Compared(hosts);
        Assert.Equal(5, comparison.Hosts);
        Assert.DoesNotContain(comparison.Differences, difference => !difference.Path.StartsWith("/etc/nginx/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_line_a_missing_file_and_another_mode_are_differences()
    {
        var hosts = RolledOut.Of(Case.Example);
        var index = hosts.IndexOf(hosts.First(host => host.Name == "k8s-master2"));
        var report = hosts[index].Report;
        const string Flags = "/data/application/kubernetes/cfg/kube-apiserver.conf";
        const string Program = "/opt/cni/bin/portmap";
        var text = Encoding.UTF8.GetBytes(report.Files[Flags].Text.Replace("--v=2", "--v=4", StringComparison.Ordinal));
        const string Unit = "/usr/lib/systemd/system/kubelet.service";
        var changed = report with
        {
            Files = report.Files.SetItem(Flags, new(Flags, text)),
            Entries = [.. report.Entries.Where(entry => entry.Path != Program).Select(entry => entry.Path switch
            {
                Unit => entry with { Mode = new Permissions("0755") },
                Flags => entry with { Sha256 = Sha256.Of(text) },
                _ => entry,
            })],
        };
        var differences = Compared(hosts.SetItem(index, hosts[index] with { Report = changed })).Differences;
        Assert.Equal(
            [("k8s-master2", Flags), ("k8s-master2", Program), ("k8s-master2", Unit)],
            differences.Select(difference => (difference.Host, difference.Path)));
        Assert.Equal("line 2 would change", differences[0].What);
        Assert.Contains("0755 would become 0644", differences[2].What, StringComparison.Ordinal);
    }

    private static Core.Planning.Audits.CaptureComparison Compared(ImmutableArray<CapturedHost> hosts) =>
        Compiler.CompareWithHosts(new InputSet(Capture.AsItIs(hosts), Hosts.Originals(hosts))).Whole();
}
