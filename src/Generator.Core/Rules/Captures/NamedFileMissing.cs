using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class NamedFileMissing
{
    internal static readonly Rule Rule = new(
        "ORG005",
        Severity.Error,
        "the source master's configuration names a missing file",
        "A component does not start if a configured file is missing. This affects the source master at its next restart, and every new master.",
        "put the file in place or correct the path on the host, then capture it again",
        Example.With().Changing(
            "k8s-master1/capture.json",
            "/data/application/kubernetes/ssl/server-key.pem",
            "/data/application/kubernetes/ssl/server-key.old"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        Files(cluster).Concat(Units(cluster));

    private static IEnumerable<Finding> Files(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from missing in installation.Closure
        where missing is { IsRequired: true, Seen: null }
        group missing by (missing.Path, installation.Capture.Host) into same
        let first = same.First()
        select new Finding(first.At, $"{first.NamedBy} names {first.Path}, which was not found on {same.Key.Host}");

    // A unit that is a link leads to another unit.
    private static IEnumerable<Finding> Units(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from start in installation.Unfollowed
        where start.Obstacle == StartObstacle.NotCaptured
        let real = installation.Capture.Real(start.Found)
        where installation.Capture.Seen(real) is null
        group start by (start.Found, real, installation.Capture.Host) into same
        select new Finding(same.First().At, $"the unit {same.Key.Found} is a link to {same.Key.real}, which was not found on {same.Key.Host}");
}
