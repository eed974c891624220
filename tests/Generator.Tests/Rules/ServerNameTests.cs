using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Binding;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;
using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>An endpoint that the certificate does not name: it is issued again, or every client expects a name that it has.</summary>
public class ServerNameTests
{
    private const string Missing = "the kube-apiserver's certificate /data/application/kubernetes/ssl/server.pem does not name 192.168.3.209";

    private static readonly string[] Kubeconfigs =
    [
        "k8s-master1/kubelet", "k8s-master1/kube-proxy", "k8s-node1/kubelet", "k8s-node1/kube-proxy", "k8s-node2/kubelet", "k8s-node2/kube-proxy",
        "k8s-master1/bootstrap", "k8s-node1/bootstrap", "k8s-node2/bootstrap",
    ];

    [Theory]
    [InlineData(true, "a kubelet that joins leaves that key out")]
    [InlineData(false, "tls-server-name: kubernetes.default.svc")]
    public void The_hint_offers_another_name(bool isJoining, string expected)
    {
        var finding = Assert.Single(Moved(isJoining).Faults(), finding => finding.Code == "CRT001");
        Assert.Equal(Missing, finding.Message);
        Assert.Contains("haplane check --reissue DIR", finding.Hint, StringComparison.Ordinal);
        Assert.Contains(expected, finding.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_that_no_client_expects_is_asked_under_their_name()
    {
        var plan = Encoding.UTF8.GetString(
            Named(Moved(isJoining: false), Kubeconfigs).Compile().Whole().Files["rollout.plan"].Content.Span);
        Assert.Contains("\thttps://kubernetes.default.svc:6443/readyz\t192.168.3.209\t", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("https://192.168.3.209:6443/readyz", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void One_client_that_expects_the_endpoint_is_enough() => Assert.Contains(
        Named(Moved(isJoining: false), Kubeconfigs[1..]).Faults(), finding => finding.Code == "CRT001" && finding.Message == Missing);

    [Fact]
    public void A_name_that_the_certificate_lacks_can_be_exchanged() => Assert.Contains(
        ". Or set tls-server-name in /data/application/kubernetes/cfg/kubelet.kubeconfig of k8s-node1 to a name that it holds",
        Assert.Single(
            Starter.Unchanged.With(Path("k8s-node1/kubelet"), "    server: ", "    tls-server-name: other.example.org\n    server: ").Faults(),
            finding => finding.Code == "CRT001").Hint,
        StringComparison.Ordinal);

    [Fact]
    public void On_loopback_each_node_asks_under_their_name()
    {
        var local = OnLoopback(Moved(isJoining: false));
        Assert.Contains("127.0.0.1", NamesOfClients(local));
        Assert.DoesNotContain("127.0.0.1", NamesOfClients(Named(local, Kubeconfigs)));
        var plan = Encoding.UTF8.GetString(Named(local, Kubeconfigs).Compile().Whole().Files["rollout.plan"].Content.Span);
        foreach (var node in new[] { "k8s-master1", "k8s-master2", "k8s-node1" })
            Assert.Contains($"\tready-through\t{node}\t180\thttps://kubernetes.default.svc:8443/readyz\t127.0.0.1\t", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("https://127.0.0.1:8443/readyz", plan, StringComparison.Ordinal);
    }

    private static ImmutableArray<string> NamesOfClients(Starter starter)
    {
        var cluster = YamlReader.Read(new SourceFile("topology.yaml", Encoding.UTF8.GetBytes(starter.Topology)), YamlLimits.Written)
            .Then(TopologyBinder.Bind)
            .Then(topology => OriginalsReader.Read(topology, starter.Originals))
            .Whole();
        return NeededNames.OfClients(cluster, cluster.Source ?? throw new InvalidDataException("no source master"));
    }

    private static Starter OnLoopback(Starter starter)
    {
        const string Local = "loadBalancer: {placement: node-local, port: 8443, endpoint: kubernetes}\n";
        var text = starter.Topology;
        var (start, end) = (text.IndexOf("loadBalancer:", StringComparison.Ordinal), text.IndexOf("rollout:", StringComparison.Ordinal));
        return starter with { Topology = $"{text[..start]}{Local}{text[end..]}" };
    }

    [Fact]
    public void An_old_release_is_offered_no_other_name()
    {
        var moved = Moved(isJoining: false);
        var old = moved with { Topology = moved.Topology.Replace("v1.20.4", "v1.17.4", StringComparison.Ordinal) };
        var finding = Assert.Single(Named(old, Kubeconfigs).Faults(), finding => finding.Code == "CRT001");
        Assert.Equal(Missing, finding.Message);
        Assert.DoesNotContain("tls-server-name", finding.Hint, StringComparison.Ordinal);
    }

    private static string Path(string name) => $"{name.Replace("/", "/data/application/kubernetes/cfg/", StringComparison.Ordinal)}.kubeconfig";

    private static Starter Named(Starter starter, IEnumerable<string> kubeconfigs) =>
        kubeconfigs.Aggregate(
            starter,
            (changed, name) => changed.With(Path(name), "    server: ", "    tls-server-name: kubernetes.default.svc\n    server: "));

    private static Starter Moved(bool isJoining)
    {
        var topology = Starter.Unchanged.Topology.Replace("192.168.3.201", "192.168.3.209", StringComparison.Ordinal);
        return Starter.Unchanged with
        {
            Topology = isJoining ? topology : topology.Replace("192.168.3.172}", "192.168.3.172, node: false}", StringComparison.Ordinal)
                .Replace("192.168.3.173}", "192.168.3.173, node: false}", StringComparison.Ordinal),
        };
    }
}
