using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Certificates;

internal static class NameNotInCertificate
{
    private const string Reissue =
        "issue it again from its existing key, put it on the source master and capture it: \"haplane check --reissue DIR\" writes the CSR and the "
            + "commands";

    internal static readonly Rule Rule = new(
        "CRT001",
        Severity.Error,
        "the kube-apiserver's certificate lacks a name that clients use",
        "curl -k passes, but every real client refuses the certificate. Nodes turn NotReady as soon as they use an address that it does not hold.",
        $"{Reissue}. Or write tls-server-name with a name that it holds next to the server in the kubeconfigs of all clients",
        Example.With(loadBalancer: "{endpoint: api.example.org, hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}]}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        // Another rule reports a certificate that is not for a server at all.
        if (cluster.Source is not { } source
            || NamedCertificate.Of(cluster, NamedCertificate.Serving) is not { Own: { } own } named
            || !own.IsFor(Purpose.Server))
            return [];
        // The same goes for an address that no host can have.
        var lacking = NeededNames.OfClients(cluster, source).Where(name => !own.Names(name) && !IsOfNoHost(name)).ToArray();
        return lacking.Length == 0
            ? []
            :
            [
                new Finding(named.At, $"the kube-apiserver's certificate {named.Path} does not name {string.Join(", ", lacking)}")
                {
                    Hint = $"{Reissue}{OtherName(cluster, own, lacking)}",
                },
            ];
    }

    // A kubeconfig can expect a name that the certificate has. A kubelet that joins cannot: it writes its own kubeconfig without it.
    private static string OtherName(Cluster cluster, Certificate own, string[] lacking)
    {
        if (ClientIdentity.All(cluster).FirstOrDefault(identity => identity.ServerName is { } name && lacking.Contains(name)) is { } wrong)
            return $". Or set tls-server-name in {wrong} to a name that it holds";
        var isEndpoint = cluster.Topology.LoadBalancer is { } balancer && lacking is [var only] && only == balancer.ForNodes.Host.Text;
        var name = cluster.Topology.Masters.Select(master => master.Host.Address.Value.Text)
            .Prepend("kubernetes.default.svc")
            .FirstOrDefault(own.Names);
        return !isEndpoint || name is null || !NeededNames.KnowsServerName(cluster) ? ""
            : Joining.Masters(cluster).Any()
                ? $". Or write \"tls-server-name: {name}\" next to the server in the kubeconfigs of all node agents, and set node: false for the new "
                    + "masters: a kubelet that joins leaves that key out"
            : $". Or write \"tls-server-name: {name}\" next to the server in the kubeconfigs of all node agents, and capture the hosts again";
    }

    private static bool IsOfNoHost(string name) => Address.TryParse(name, out var address) && address is { SpecialKind: not null, IsLoopback: false };
}
