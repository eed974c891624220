using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class PublicPartUnknown
{
    private const int MostListed = 6;

    internal static readonly Rule Rule = new(
        "SEC004",
        Severity.Warning,
        "the public part of a private key is not known",
        "haplane never sees a private key. Without publicKeySha256 it cannot tell whether key and certificate match. A component with a mismatched "
            + "pair does not start.",
        "run \"openssl pkey -in KEY -pubout -outform DER | sha256sum\" on the host, and write its digest into capture.json as publicKeySha256",
        Example.With().Changing(
            "k8s-master1/capture.json",
            ", \"publicKeySha256\": \"9e92445d5ece06a53de525dc51c4f059306aa05424a0e88181b95593caa4ab41\"",
            ""),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        let keys = Keys(installation).ToArray()
        where keys.Length > 0
        select new Finding(keys[0].At, $"publicKeySha256 is missing for {Listed(keys)} of {installation.Capture.Host}");

    private static IEnumerable<InventoryEntry> Keys(Installation installation) =>
        KeyPair.Of(installation)
            .Select(pair => installation.Capture.Seen(pair.Key))
            .OfType<InventoryEntry>()
            .Where(seen => seen is { Type: EntryType.File, PublicKeySha256: null })
            .DistinctBy(seen => seen.Path)
            .OrderBy(seen => seen.Path, StringComparer.Ordinal);

    private static string Listed(InventoryEntry[] keys) =>
        string.Join(", ", keys.Take(MostListed).Select(key => key.Path))
            + (keys.Length > MostListed ? $" and {keys.Length - MostListed} more" : "");
}
