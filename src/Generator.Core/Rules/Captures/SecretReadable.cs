using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class SecretReadable
{
    private const int MostListed = 6;

    internal static readonly Rule Rule = new(
        "SEC003",
        Severity.Warning,
        "other accounts of the host can read a secret",
        "Any account of the host can take over the cluster with this key. New masters get the file with mode 0600.",
        "run chmod 0600 on the host and capture it again; if a service runs as another user, set the file's group to that service's and use mode "
            + "0640",
        Example.With().Changing(
            "k8s-master1/capture.json",
            "\"/data/application/kubernetes/ssl/ca-key.pem\", \"type\": \"file\", \"mode\": \"0600\"",
            "\"/data/application/kubernetes/ssl/ca-key.pem\", \"type\": \"file\", \"mode\": \"0644\""),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        let open = Secrets(installation).Where(seen => SecretAccess.IsTooOpen(installation, seen)).ToArray()
        where open.Length > 0
        select new Finding(open[0].At, Message(installation.Capture.Host, open));

    private static string Message(string host, InventoryEntry[] open)
    {
        var paths = string.Join(", ", open.Take(MostListed).Select(seen => $"{seen.Path} ({seen.Mode})"));
        var more = open.Length > MostListed ? $" and {open.Length - MostListed} more" : "";
        return $"other accounts of {host} can read {(open.Length == 1 ? "a secret" : $"{open.Length} secrets")}: {paths}{more}";
    }

    private static IEnumerable<InventoryEntry> Secrets(Installation installation) =>
        installation.Closure.Where(entry => IsSecret(entry) && entry.Seen is { } seen && SecretPlace.MayHold(seen, entry.Content))
            .Select(entry => entry.Seen)
            .Concat(installation.Capture.Inventory.Values.Where(seen => seen.PublicKeySha256 is not null))
            .Append(installation.Capture.Seen(Installation.AdminKubeconfig))
            .OfType<InventoryEntry>()
            .Where(seen => seen.Type == EntryType.File)
            .DistinctBy(seen => seen.Path)
            .OrderBy(seen => seen.Path, StringComparer.Ordinal);

    // Every unit is readable: a token in it is the fault, and another rule reports that.
    private static bool IsSecret(ClosureEntry entry) =>
        entry.Role is FileRole.Secret or FileRole.ControlPlaneKubeconfig or FileRole.NodeKubeconfig
        || (entry.Role == FileRole.Identity && entry.Content is { } content && Content.Kubeconfig(content) is not null);
}
