using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class SourceIsNoMaster
{
    internal static readonly Rule Rule = new(
        "TOP004",
        Severity.Error,
        "the source master is not one of the masters",
        "The source master is the running master that the others are made from. A host that is not a master has no files to copy.",
        "name a host of \"masters\", or remove \"source\" to use the first master",
        Example.With(more: "source: k8s-node1"),
        Example.With(more: "source: k8s-master1"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var source = cluster.Topology.Source;
        if (cluster.Topology.Masters.All(master => master.Host.Name.Value != source.Value))
            yield return new Finding(source.At, $"the source master {source} is not one of the masters");
    }
}
