using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Captures;

/// <summary>ORG053.</summary>
internal static class SecretsDiffer
{
    internal static readonly Rule Rule = new(
        "ORG053",
        Severity.Error,
        "a secret that differs between masters",
        "Tokens that one apiserver signs are refused by another, and what one has encrypted another cannot read: random 401, unreadable secrets.",
        "copy the source's file to the other master, restart its apiserver, and capture it again",
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
               let here = entry.Seen?.Sha256
               let there = other.Capture.Seen(entry.Path)?.Sha256
               where here is not null && there is not null && there != here
               select new Finding(Location.StartOf(other.Capture.File), $"{entry.Path} of {master.Host.Name} differs from that of {source.Capture.Host}");
    }
}
