using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Captures;

/// <summary>ORG050.</summary>
internal static class KubectlMissing
{
    internal static readonly Rule Rule = new(
        "ORG050",
        Severity.Error,
        "kubectl was not seen on the source",
        "The rollout asks the cluster through it, and whoever repairs a master at night needs it there.",
        "correct layout.kubectl, or put kubectl there on the source and capture it again",
        new Example(Example.With().Topology.Replace("kubernetes}", "kubernetes, kubectl: /usr/local/bin/kubectl}", StringComparison.Ordinal)),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var layout = cluster.Topology.Layout;
        if (cluster.Source is { } source && source.Kubectl(layout) is null)
            yield return new Finding(layout.Kubectl.At, $"{layout.Kubectl} was not seen on {source.Capture.Host}");
    }
}
