using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Certificates;

internal static class NamesUnknown
{
    internal static readonly Rule Rule = new(
        "CRT002",
        Severity.Warning,
        "the names in the kube-apiserver's certificate are not known",
        "It is unknown whether clients accept the certificate under the load balancer's address. This would show only after they have switched to "
            + "it.",
        "capture the host again; a certificate is public and its file readable",
        Example.With().Without("k8s-master1/data/application/kubernetes/ssl/server.pem"),
        Example.With(),
        Check);

    // Other rules report a missing file and a byte order mark.
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
            yield return new Finding(
                Location.StartOf(apiserver.Unit.File),
                $"kube-apiserver has no --{NamedCertificate.Serving}, so its names could not be checked")
            {
                Hint =
                    "install a certificate signed by the cluster's CA; no client trusts the one that it makes for itself"
            };
        else if (named.Own is null && Obstacle(cluster.Source.Capture, named.Path) is { } obstacle)
            yield return new Finding(named.At, $"the certificate {named.Path} {obstacle}, so its names could not be checked");
    }
}
