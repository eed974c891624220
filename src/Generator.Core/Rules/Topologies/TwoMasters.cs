using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class TwoMasters
{
    internal static readonly Rule Rule = new(
        "TOP006",
        Severity.Warning,
        "there are only two masters",
        "Two kube-apiservers survive the loss of one. But each maintenance of one leaves only the other. Three cost little more.",
        "plan a third master, or waive this with the reason",
        Example.With(masters: "[{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.172}]"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.Masters is [_, var second])
            yield return new Finding(second.Host.Name.At, "there are only two masters: while one is down or in maintenance, only one is left");
    }
}
