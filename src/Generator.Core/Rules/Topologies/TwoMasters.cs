using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Topologies;

/// <summary>TOP006.</summary>
internal static class TwoMasters
{
    internal static readonly Rule Rule = new(
        "TOP006",
        Severity.Warning,
        "two masters",
        "Two apiservers survive the loss of one, but every maintenance of one leaves a single one; three cost little more.",
        "plan a third master, or waive this with the reason",
        Example.With(masters: "[{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.172}]"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.Masters is [_, var second])
            yield return new Finding(second.Host.Name.At, "there are two masters: while one is down or in maintenance, the other is alone");
    }
}
