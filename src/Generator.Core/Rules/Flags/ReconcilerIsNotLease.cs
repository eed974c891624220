using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Flags;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class ReconcilerIsNotLease
{
    internal static readonly Rule Rule = new(
        "FLG014",
        Severity.Error,
        "kube-apiserver endpoints are not kept by leases",
        "Without leases the Service kubernetes keeps the address of a failed master, and part of the requests from pods fail.",
        "remove --endpoint-reconciler-type on the host (the default is lease), and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--secure-port=6443",
            "--secure-port=6443 --endpoint-reconciler-type=master-count"),
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--secure-port=6443",
            "--secure-port=6443 --endpoint-reconciler-type=lease"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var flag = cluster.Source?.Find(ComponentKind.Apiserver)?.Find("endpoint-reconciler-type");
        if (flag is not null && flag.Text != "lease" && cluster.Topology.Masters.Length > 1)
        {
            yield return new Finding(flag.At, $"--endpoint-reconciler-type is {Quoted.Text(flag.Text)}, expected lease")
            {
                Hint = cluster.Topology.Kubernetes.Value.Minor < EndpointReconciler.FirstWithLease
                    ? "write --endpoint-reconciler-type=lease on the host, because lease is the default only from 1.11 on, and capture it again"
                    : null,
            };
        }
    }
}
