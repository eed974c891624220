using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class SourceNotCaptured
{
    internal static readonly Rule Rule = new(
        "ORG001",
        Severity.Error,
        "the source master was not captured",
        "Every new master is made from the source master's own files. Without them there is nothing to patch.",
        "capture the host with \"haplane capture\", or put its files and capture.json into originals/NAME",
        Example.With(more: "source: k8s-master2"),
        Example.With(more: "source: k8s-master1"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var topology = cluster.Topology;
        if (cluster.Source is null && topology.Masters.Any(master => master.Host.Name.Value == topology.Source.Value))
        {
            yield return new Finding(
                topology.Source.At, $"the source master {topology.Source} has no originals: originals/{topology.Source}/ is missing")
            {
                Hint = $"put its files and capture.json into originals/{topology.Source}",
            };
        }
    }
}
