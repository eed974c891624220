using System.Text;
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
