using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class NoServiceAccountIssuer
{
    internal static readonly Rule Rule = new(
        "FLG016",
        Severity.Error,
        "the service-account issuer is missing",
        "Since Kubernetes 1.20 a kube-apiserver without --service-account-issuer and signing key does not start.",
        "add --service-account-issuer and --service-account-signing-key-file on the host and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
            "--v=2"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var apiserver = cluster.Source?.Find(ComponentKind.Apiserver);
        if (cluster.Topology.Kubernetes.Value.Minor >= 20 && apiserver is not null && apiserver.Find("service-account-issuer") is null)
            yield return new Finding(
                Location.StartOf(apiserver.Unit.File), $"kube-apiserver has no --service-account-issuer, which {cluster.Topology.Kubernetes} needs");
    }
}
