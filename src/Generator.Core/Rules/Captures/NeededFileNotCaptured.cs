using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class NeededFileNotCaptured
{
    internal static readonly Rule Rule = new(
        "ORG006",
        Severity.Error,
        "a file that must be changed was listed but not captured",
        "haplane must know the content of a file before it changes it. It changes no file that it has not read.",
        "capture the host again; the capturing user must be able to read the file",
        Example.With().Without("k8s-node1/data/application/kubernetes/cfg/kube-proxy.kubeconfig"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        Files(cluster).Concat(Units(cluster));

    private static IEnumerable<Finding> Files(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from entry in installation.Closure
        where (IsRead(entry.Role) || entry.IsFollowed) && entry is { Content: null, Seen.Type: EntryType.File }
        group entry by (entry.Path, installation.Capture) into same
        let capture = same.Key.Capture
        select new Finding(same.First().At, $"{same.Key.Path} of {capture.Host} was not captured") { Hint = AdviceFor(capture, same.Key.Path) };

    // systemd uses the first folder that has the unit, whatever the other folders hold.
    private static IEnumerable<Finding> Units(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from start in installation.Unfollowed
        where start.Obstacle == StartObstacle.NotCaptured && installation.Capture.Seen(installation.Capture.Real(start.Found)) is not null
        group start by (start.Found, start.At, installation.Capture.Host) into same
        select new Finding(same.Key.At, $"{same.Key.Found} of {same.Key.Host} was not captured, but systemd would start it");

    private static bool IsRead(FileRole role) => role is FileRole.Unit or FileRole.Flags or FileRole.ComponentConfig
        or FileRole.ControlPlaneKubeconfig or FileRole.NodeKubeconfig or FileRole.AdminKubeconfig;

    // The reason that the capture itself gives.
    private static string? AdviceFor(HostCapture capture, string path) => !capture.NotTaken.TryGetValue(path, out var reason) ? null : reason switch
    {
        NotTakenReason.Unreadable => "the capturing user could not read it: capture the host again as root, or with sudo",
        NotTakenReason.Large => "it is larger than one mebibyte: put it into the folder by hand, with haplane-redacted in place of each secret",
        NotTakenReason.Path => "its path cannot be captured: on the host, move it to a path of at most 255 characters without control characters",
        _ =>
            "capture could not identify all secrets in it with certainty: put it into the folder by hand, "
                + "with haplane-redacted in place of each secret",
    };
}
