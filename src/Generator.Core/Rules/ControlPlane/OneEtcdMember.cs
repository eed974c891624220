using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.ControlPlane;

internal static class OneEtcdMember
{
    internal static readonly Rule Rule = new(
        "PWR010",
        Severity.Warning,
        "several masters depend on one etcd member",
        "When its machine fails, every kube-apiserver stops, no matter how many masters there are. The cluster looks highly available but is not.",
        "add etcd members until there are three, and write all of them in --etcd-servers; or waive this with the reason",
        Example.With(etcd: "{endpoints: [https://192.168.3.171:2379]}").Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "https://192.168.3.171:2379,https://192.168.3.174:2379,https://192.168.3.175:2379",
            "https://192.168.3.171:2379"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.Masters.Length == 1 || cluster.Source?.Find(ComponentKind.Apiserver) is not { } apiserver)
            yield break;
        foreach (var overrides in apiserver.Flags.Where(flag => flag.Name == "etcd-servers-overrides"))
        {
            // The form is group/resource#url;url.
            foreach (var parts in overrides.Text.Split(',').Select(entry => entry.Split('#')))
            {
                if (parts is [var resource, var url] && !url.Contains(';', StringComparison.Ordinal) && !EtcdAddress.IsLoopback(url))
                    yield return new Finding(
                        overrides.At, $"{Counted.Of(cluster.Topology.Masters.Length, "master")} use only one etcd member for {resource}, {url}");
            }
        }

        if (apiserver.Find("etcd-servers") is not { } flag)
            yield break;
        var members = flag.Text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(url => url.TrimEnd('/'))
            .Distinct()
            .ToArray();
        // Another rule reports loopback.
        if (members is [var only] && !EtcdAddress.IsLoopback(only))
            yield return new Finding(flag.At, $"{Counted.Of(cluster.Topology.Masters.Length, "master")} use only one etcd member, {only}");
    }
}
