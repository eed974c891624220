using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Flags;

/// <summary>FLG012.</summary>
internal static class InsecurePort
{
    internal static readonly Rule Rule = new(
        "FLG012",
        Severity.Warning,
        "the apiserver's insecure port is open",
        "Whoever reaches it is the administrator, without a password. It is gone since Kubernetes 1.20.",
        "write --insecure-port=0 on the host and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--secure-port=6443",
            "--secure-port=6443 --insecure-port=8080"),
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--secure-port=6443",
            "--secure-port=6443 --insecure-port=0"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        let flag = installation.Find(ComponentKind.Apiserver)?.Find("insecure-port")
        where flag is not null && flag.Text != "0"
        select new Finding(flag.At, $"the apiserver of {installation.Capture.Host} serves everybody on port {flag.Text}");
}
