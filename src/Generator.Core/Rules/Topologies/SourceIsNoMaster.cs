using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Topologies;

/// <summary>TOP004.</summary>
internal static class SourceIsNoMaster
{
    internal static readonly Rule Rule = new(
        "TOP004",
        Severity.Error,
        "the source is not one of the masters",
        "The source is the running master that the others are made from; a host outside the list has nothing to give.",
        "name a host of \"masters\", or leave \"source\" out for the first",
        Example.With(more: "source: k8s-node1"),
        Example.With(more: "source: k8s-master1"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var source = cluster.Topology.Source;
        if (cluster.Topology.Masters.All(master => master.Host.Name.Value != source.Value))
            yield return new Finding(source.At, $"the source {source} is not one of the masters");
    }
}
