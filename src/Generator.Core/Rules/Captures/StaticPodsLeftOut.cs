using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class StaticPodsLeftOut
{
    private static readonly string[] Keys = ["--pod-manifest-path", "staticPodPath"];

    internal static readonly Rule Rule = new(
        "ORG024",
        Severity.Warning,
        "static pods of the source master are not copied",
        "A static pod belongs to its host: a load balancer or an etcd member in it uses that host's addresses. haplane creates the folder and leaves "
            + "it empty.",
        "write the pods that a new master needs by hand, and waive this with that reason",
        Example.With()
            .Changing(
                "k8s-master1/data/application/kubernetes/cfg/kubelet.conf",
                "--cert-dir=",
                "--pod-manifest-path=/etc/kubernetes/manifests \\\n--cert-dir=")
            .Adding("k8s-master1/etc/kubernetes/manifests/agent.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: agent}\n"),
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kubelet.conf",
            "--cert-dir=",
            "--pod-manifest-path=/etc/kubernetes/manifests \\\n--cert-dir="),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from source in cluster.Source is { } found && cluster.Topology.Masters.Length > 1 ? new[] { found } : []
        from entry in source.Closure
        where entry.Role == FileRole.Directory && Keys.Contains(entry.NamedBy)
        let pods = source.Capture.Below(entry.Path).Select(pod => HostPath.NameOf(pod.Path)).ToArray()
        where pods.Length > 0
        select new Finding(
            entry.At, $"{entry.NamedBy} of {source.Capture.Host} names {entry.Path} with {string.Join(", ", pods)}, which no new master gets");
}
