using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Certificates;

internal static class FrontProxyRefused
{
    internal static readonly Rule Rule = new(
        "CRT011",
        Severity.Warning,
        "aggregated APIs refuse the kube-apiserver",
        "An aggregated API, such as metrics-server's, trusts only a certificate of --requestheader-client-ca-file with a name in "
            + "--requestheader-allowed-names. It answers 401 to every other.",
        "write the certificate's common name in --requestheader-allowed-names, or issue it from that CA; then restart the kube-apiserver and capture "
            + "the host again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--requestheader-allowed-names=kubernetes",
            "--requestheader-allowed-names=aggregator"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (NamedCertificate.Of(cluster, "proxy-client-cert-file") is not { Own: { } own } named || ServingFault.IsIn(cluster, named))
            yield break;
        if (NamedCertificate.Of(cluster, "requestheader-client-ca-file") is { Shown: [_, ..] roots } authority
            && Signature.LeadsTo(named.Shown, roots) == false)
            yield return new Finding(authority.At, $"the CA {authority.Path} did not sign the certificate {named.Path} of --proxy-client-cert-file");
        if (AllowedNames.Of(cluster) is { Names: [_, ..] names } allowed && !names.Contains(own.Subject.CommonName, StringComparer.Ordinal))
            yield return new Finding(
                allowed.At, $"--requestheader-allowed-names does not hold {Quoted.Text(own.Subject.CommonName)}, the common name of {named.Path}");
    }
}
