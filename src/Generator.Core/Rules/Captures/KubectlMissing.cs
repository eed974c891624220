using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class KubectlMissing
{
    internal static readonly Rule Rule = new(
        "ORG050",
        Severity.Error,
        "kubectl was not found on the source master",
        "The rollout queries the cluster with it, and operators need it there for repairs.",
        "correct layout.kubectl, or install kubectl at that path on the source master and capture it again",
        new Example(Example.With().Topology.Replace("kubernetes}", "kubernetes, kubectl: /usr/local/bin/kubectl}", StringComparison.Ordinal)),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var layout = cluster.Topology.Layout;
        if (cluster.Source is { } source && source.Kubectl(layout) is null)
            yield return new Finding(layout.Kubectl.At, $"{layout.Kubectl} was not found on {source.Capture.Host}");
    }
}
