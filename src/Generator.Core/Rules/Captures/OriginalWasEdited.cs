using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class OriginalWasEdited
{
    internal static readonly Rule Rule = new(
        "ORG007",
        Severity.Error,
        "an original differs from the file on the host",
        "capture.json holds the digest of the live file. A patch of an edited original would produce a file that no host has.",
        "change the file on the host and capture it again; never edit originals",
        Example.With().EditedAfterCapture(
            "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.conf",
            "--v=2",
            "--v=4"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from file in installation.Capture.Files
        where installation.Capture.Seen(file.Key)?.Sha256 is { } live
            && !Content.HoldsRedaction(file.Value)
            // Redaction changes the file in any case.
            && !CapturedSecrets.Of(installation, file.Key, file.Value).Any()
            && Sha256.Of(file.Value.Bytes.Span) != live
        select new Finding(Location.StartOf(file.Value), $"{file.Key} differs from the live file of {installation.Capture.Host}");
}
