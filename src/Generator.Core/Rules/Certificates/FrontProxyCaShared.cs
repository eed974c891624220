using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Certificates;

internal static class FrontProxyCaShared
{
    internal static readonly Rule Rule = new(
        "CRT012",
        Severity.Warning,
        "every client can act as any user",
        "The kube-apiserver accepts the user name in a header from any client with a certificate of --requestheader-client-ca-file. If ordinary "
            + "clients use that CA too and no name is required, each kubelet can act as an administrator.",
        "write the common name of the --proxy-client-cert-file in --requestheader-allowed-names, or use a separate CA for these certificates, and "
            + "capture the host again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--requestheader-allowed-names=kubernetes",
            "--requestheader-allowed-names="),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var apiserver = cluster.Source?.Find(ComponentKind.Apiserver);
        // Without a header for the user no client can act as another user.
        if (apiserver?.Find("requestheader-username-headers") is not { Text.Length: > 0 } || AllowedNames.Of(cluster) is { Names.Length: > 0 })
            yield break;
        if (NamedCertificate.Of(cluster, "requestheader-client-ca-file") is { } headers
            && NamedCertificate.Of(cluster, "client-ca-file") is { } clients
            && AreOne(headers, clients))
            yield return new Finding(
                headers.At,
                "--requestheader-client-ca-file is the CA of --client-ca-file, "
                    + $"and --requestheader-allowed-names is {(AllowedNames.Of(cluster) is null ? "not set" : "empty")}");
    }

    private static bool AreOne(NamedCertificate one, NamedCertificate other) =>
        one.Path == other.Path || one.Shown.Any(root => other.Shown.Any(same => same.PublicKey.Span.SequenceEqual(root.PublicKey.Span)));
}
