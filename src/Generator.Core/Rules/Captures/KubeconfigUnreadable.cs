using Generator.Core.Diagnostics;
using Generator.Core.Originals;
using Generator.Core.Syntax;

namespace Generator.Core.Rules.Captures;

/// <summary>KCF001.</summary>
internal static class KubeconfigUnreadable
{
    internal static readonly Rule Rule = new(
        "KCF001",
        Severity.Error,
        "a kubeconfig that cannot be read",
        "Copied as it is it would still name the source, and on every new master the component would talk to the source alone.",
        "write it anew on the host with \"kubectl config set-cluster\", without anchors, tags or tabs, and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.kubeconfig",
            "    server: ",
            "    server: &apiserver "),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from entry in installation.Closure
        where entry.Role is FileRole.ControlPlaneKubeconfig or FileRole.NodeKubeconfig
        let content = entry.Content
        where content is not null && Content.Kubeconfig(content) is null or { Servers.IsEmpty: true }
        group content by content.Path into same
        select Unreadable(same.First());

    private static Finding Unreadable(SourceFile file) =>
        YamlReader.Read(file, YamlLimits.Captured).Findings.FirstOrDefault() is { } fault
            ? new Finding(fault.At, $"this kubeconfig cannot be read: {fault.Message}")
            : new Finding(Location.StartOf(file), "this is named as a kubeconfig, and no cluster in it has a server");
}
