using Generator.Core.Certificates;
using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Certificates;

/// <summary>CRT012.</summary>
internal static class FrontProxyCaShared
{
    internal static readonly Rule Rule = new(
        "CRT012",
        Severity.Warning,
        "every client may speak for every user",
        "The apiserver believes the user name in a header of any client that shows a certificate of --requestheader-client-ca-file. Where that is also the CA of ordinary clients, and no name is asked for, each kubelet can act as an administrator.",
        "write the common name of the --proxy-client-cert-file in --requestheader-allowed-names, or give these certificates a CA of their own, and capture the host again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--requestheader-allowed-names=kubernetes",
            "--requestheader-allowed-names="),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var apiserver = cluster.Source?.Find(ComponentKind.Apiserver);
        // Without a header for the user no client can speak for another one.
        if (apiserver?.Find("requestheader-username-headers") is not { Text.Length: > 0 } || AllowedNames.Of(cluster) is { Names.Length: > 0 })
            yield break;
        if (NamedCertificate.Of(cluster, "requestheader-client-ca-file") is { } headers && NamedCertificate.Of(cluster, "client-ca-file") is { } clients && AreOne(headers, clients))
            yield return new Finding(headers.At, $"--requestheader-client-ca-file is the CA of --client-ca-file, and --requestheader-allowed-names is {(AllowedNames.Of(cluster) is null ? "not set" : "empty")}");
    }

    private static bool AreOne(NamedCertificate one, NamedCertificate other) =>
        one.Path == other.Path || one.Shown.Any(root => other.Shown.Any(same => same.PublicKey.Span.SequenceEqual(root.PublicKey.Span)));
}
