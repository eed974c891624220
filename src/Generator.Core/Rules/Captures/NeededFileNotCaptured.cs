using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Captures;

/// <summary>ORG006.</summary>
internal static class NeededFileNotCaptured
{
    internal static readonly Rule Rule = new(
        "ORG006",
        Severity.Error,
        "a file that has to be changed was listed and not captured",
        "Its content decides what is changed in it; haplane changes nothing that it has not read.",
        "capture the host again; the file has to be readable for the capturing user",
        Example.With().Without("k8s-node1/data/application/kubernetes/cfg/kube-proxy.kubeconfig"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from entry in installation.Closure
        where IsRead(entry.Role) && entry is { Content: null, Seen: not null }
        group entry by (entry.Path, installation.Capture.Host) into same
        select new Finding(same.First().At, $"{same.Key.Path} of {same.Key.Host} was not captured");

    private static bool IsRead(FileRole role) => role is FileRole.Unit or FileRole.Flags or FileRole.ComponentConfig
        or FileRole.ControlPlaneKubeconfig or FileRole.NodeKubeconfig or FileRole.AdminKubeconfig;
}
