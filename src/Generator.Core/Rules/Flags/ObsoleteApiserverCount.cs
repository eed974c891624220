using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Flags;

/// <summary>FLG013.</summary>
internal static class ObsoleteApiserverCount
{
    internal static readonly Rule Rule = new(
        "FLG013",
        Severity.Warning,
        "--apiserver-count is obsolete",
        "Since Kubernetes 1.9 the apiservers find each other by leases. With the old reconciler and a wrong number, endpoints of dead masters stay.",
        "remove the flag on the host and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--secure-port=6443",
            "--secure-port=6443 --apiserver-count=3"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        let flag = installation.Find(ComponentKind.Apiserver)?.Find("apiserver-count")
        where flag is not null
        select new Finding(flag.At, "--apiserver-count says nothing any more");
}
