using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class SecretsDiffer
{
    internal static readonly Rule Rule = new(
        "ORG053",
        Severity.Error,
        "masters have different secrets",
        "One kube-apiserver refuses the tokens that another signs, and cannot read what another has encrypted. The result is random 401 and "
            + "unreadable secrets.",
        "copy the source master's file to the other master, restart its kube-apiserver, and capture it again",
        Example.With()
            .Adding(
                "k8s-master2/data/application/kubernetes/cfg/token.csv",
                "haplane-redacted,kubelet-bootstrap,10001,another\n"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Source is not { } source)
            return [];
        var apiserver = source.Find(ComponentKind.Apiserver)?.UnitName;
        return from master in cluster.Topology.Masters
               let other = cluster.Installations.GetValueOrDefault(master.Host.Name.Value.Text)
               where other is not null && other != source
               from entry in source.Closure
               where entry.Role == FileRole.Secret && entry.Unit == apiserver
               let finding = Compared(source.Capture, other.Capture, entry.Path)
               where finding is not null
               select finding;
    }

    private static Finding? Compared(HostCapture source, HostCapture other, string path)
    {
        if (source.Seen(path) is not { Type: EntryType.File } here || other.Seen(path) is not { Type: EntryType.File } there)
            return null;
        if (here.Sha256 is not null && there.Sha256 is not null)
        {
            return here.Sha256 == there.Sha256
                ? null
                : new Finding(Location.StartOf(other.File), $"{path} of {other.Host} differs from that of {source.Host}");
        }

        return First(source.Host, here) == First(other.Host, there)
            ? null
            : new Finding(there.At, $"{path} of {other.Host} may differ from that of {source.Host}")
            {
                Hint = $"capture {source.Host} and {other.Host} in one run to compare their secrets; if this finding stays, "
                    + $"copy the source master's file to {other.Host} and restart its kube-apiserver",
            };
    }

    // Of several equal secrets the first one has no sameAs, and the others name it.
    private static SameSecret First(string host, InventoryEntry entry) => entry.SameAs ?? new SameSecret(host, entry.Path);
}
