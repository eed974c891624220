using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class CopyWithoutDigest
{
    internal static readonly Rule Rule = new(
        "ORG013",
        Severity.Error,
        "a file of the source master has no digest in capture.json",
        "A new master proves its copy by the digest of the source master's file. Only a secret has none, because the digest would help to guess it.",
        "capture the source master again as root, or write the output of sha256sum for the file into capture.json",
        Example.With().Changing(
            "k8s-master1/capture.json",
            ", \"sha256\": \"dea6e35eb062ded9761766b30dccbe708665b6bfe23712b8f91e430ad4ff4959\"",
            ""),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Source is not { } source
            ? []
            : from seen in Copied(source, cluster).DistinctBy(entry => entry.Path)
              where seen is { Type: EntryType.File, Sha256: null } && !SecretPlace.Is(seen, source.Capture.Open(seen.Path))
              select new Finding(seen.At, $"{seen.Path} of {source.Capture.Host} must be copied but has no sha256")
              {
                  Hint = $"capture {source.Capture.Host} again as root, or write the output of \"sha256sum {seen.Path}\" from that host into "
                      + "capture.json",
              };

    private static IEnumerable<InventoryEntry> Copied(Installation source, Cluster cluster) =>
        source.Closure.Where(IsCopied).Select(entry => entry.Seen)
            .Concat(source.Plugins(cluster.Topology.Layout))
            .Append(source.Kubectl(cluster.Topology.Layout))
            .OfType<InventoryEntry>();

    private static bool IsCopied(ClosureEntry entry) => entry.Role is FileRole.Plain or FileRole.Unit or FileRole.Flags or FileRole.ComponentConfig;
}
