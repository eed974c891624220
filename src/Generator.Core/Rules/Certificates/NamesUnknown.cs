using Generator.Core.Certificates;
using Generator.Core.Diagnostics;
using Generator.Core.Originals;
using Generator.Core.Syntax;

namespace Generator.Core.Rules.Certificates;

/// <summary>CRT002.</summary>
internal static class NamesUnknown
{
    internal static readonly Rule Rule = new(
        "CRT002",
        Severity.Warning,
        "the names in the apiserver's certificate are not known",
        "Whether clients will accept the certificate under the load balancer's address is seen only when they are already told to use it.",
        "capture the host again; a certificate is public and its file readable",
        Example.With().Without("k8s-master1/data/application/kubernetes/ssl/server.pem"),
        Example.With(),
        Check);

    // A file that is not there, and a byte order mark, are faults of their own.
    private static string? Obstacle(HostCapture capture, string path) => capture.Open(path) switch
    {
        null => capture.Seen(capture.Real(path)) is null ? null : "was not captured",
        { } file => ByteOrderMark.LengthIn(file.Bytes.Span) > 0 ? null : "cannot be read",
    };

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Source?.Find(ComponentKind.Apiserver) is not { } apiserver)
            yield break;
        if (NamedCertificate.Of(cluster, NamedCertificate.Serving) is not { } named)
            yield return new Finding(Location.StartOf(apiserver.Unit.File), $"kube-apiserver has no --{NamedCertificate.Serving}, so its names could not be checked") { Hint = "give it a certificate of the cluster's CA; the one that it makes for itself is trusted by nobody" };
        else if (named.Own is null && Obstacle(cluster.Source.Capture, named.Path) is { } obstacle)
            yield return new Finding(named.At, $"the certificate {named.Path} {obstacle}, so its names could not be checked");
    }
}
