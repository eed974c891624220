using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Certificates;

internal static class ClientNotTrusted
{
    internal static readonly Rule Rule = new(
        "CRT007",
        Severity.Error,
        "the CA that the kube-apiserver trusts did not sign a client certificate",
        "The kube-apiserver treats such a client as anonymous and answers 401. The component that uses the certificate can do nothing.",
        "issue the client's certificate from that CA, or correct --client-ca-file on the source master, and capture the hosts again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--client-ca-file=/data/application/kubernetes/ssl/ca.pem",
            "--client-ca-file=/data/application/etcd/ssl/ca.pem"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (NamedCertificate.Of(cluster, "client-ca-file") is not { Shown: [_, ..] roots } authority)
            return [];
        var refused = Trust.ClientsOf(cluster)
            .Where(identity => !identity.Shown.IsEmpty && Signature.LeadsTo(identity.Shown, roots) == false)
            .ToArray();
        return refused.Length == 0 ? [] :
        [
            new Finding(authority.At, $"the CA {authority.Path} did not sign the client certificate of {refused[0]}")
            {
                Related = [.. refused.Select(identity => new RelatedPlace($"it did not sign that of {identity}", identity.At))],
            },
        ];
    }
}
