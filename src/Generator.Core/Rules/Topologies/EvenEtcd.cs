using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class EvenEtcd
{
    internal static readonly Rule Rule = new(
        "TOP005",
        Severity.Warning,
        "the number of etcd members is even",
        "etcd needs more than half of its members. Four members survive the loss of one, just as three do, but there is one more that can fail.",
        "use three or five members, or waive this with the reason",
        Example.With(etcd: "{endpoints: [https://192.168.3.171:2379, https://192.168.3.174:2379]}").Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            ",https://192.168.3.175:2379",
            " "),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var members = cluster.Topology.Etcd;
        if (members.Length > 0 && members.Length % 2 == 0)
        {
            yield return new Finding(
                members[^1].At,
                FormattableString.Invariant(
                    $"{members.Length} etcd members need {(members.Length / 2) + 1} to answer and survive the loss of {(members.Length - 1) / 2}"));
        }
    }
}
