using Generator.Core.Certificates;
using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Certificates;

/// <summary>CRT007.</summary>
internal static class ClientNotTrusted
{
    internal static readonly Rule Rule = new(
        "CRT007",
        Severity.Error,
        "a client's certificate is not signed by the CA that the apiserver trusts",
        "To the apiserver such a client is anonymous: it answers 401, and the component that acts by it does nothing.",
        "issue the client's certificate from that CA, or correct --client-ca-file on the source, and capture the hosts again",
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
        var refused = Trust.ClientsOf(cluster).Where(identity => !identity.Shown.IsEmpty && Signature.LeadsTo(identity.Shown, roots) == false).ToArray();
        return refused.Length == 0 ? [] :
        [
            new Finding(authority.At, $"the CA {authority.Path} did not sign the client certificate of {refused[0]}")
            {
                Related = [.. refused.Select(identity => new RelatedPlace($"it did not sign that of {identity}", identity.At))],
            },
        ];
    }
}
