using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.ControlPlane;

internal static class EtcdOnOneHost
{
    internal static readonly Rule Rule = new(
        "PWR012",
        Severity.Warning,
        "one host has too many etcd members",
        "When that host stops, too few members are left for a quorum, and every kube-apiserver stops, no matter how many there are.",
        "put each etcd member on a host of its own, and write all of them in --etcd-servers; or waive this with the reason",
        Example.With(etcd: "{endpoints: [https://192.168.3.171:2379, https://192.168.3.171:2381, https://192.168.3.175:2379]}").Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf", "https://192.168.3.174:2379", "https://192.168.3.171:2381"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.Masters.Length == 1 || cluster.Source?.Find(ComponentKind.Apiserver)?.Find("etcd-servers") is not { } flag)
            return [];
        var members = flag.Text.Split(',').Select(url => Endpoint.TryParse(url.Trim().TrimEnd('/'), out var member) ? member : (Endpoint?)null)
            .OfType<Endpoint>()
            .Distinct()
            .ToArray();
        // One member alone, an even number of members and loopback have rules of their own.
        return members.GroupBy(member => member.Host.Text)
            .Where(same => same.Count() > 1 && members.Length - same.Count() <= members.Length / 2 && !EtcdAddress.IsLoopback($"{same.First()}"))
            .Select(same => new Finding(
                flag.At,
                FormattableString.Invariant($"{same.Count()} of {members.Length} etcd members are on {same.Key}: if it stops, etcd has no quorum")));
    }
}
