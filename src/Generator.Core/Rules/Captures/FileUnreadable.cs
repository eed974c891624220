using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class FileUnreadable
{
    internal static readonly Rule Rule = new(
        "KCF001",
        Severity.Error,
        "a kubeconfig, configuration or unit cannot be read",
        "A file that is copied without being read keeps the source master's values on every new master. The files that it names are not found.",
        "rewrite it on the host in a form that can be read, and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.kubeconfig",
            "    server: ",
            "    server: &apiserver "),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from file in ReadFile.Of(installation)
        let finding = Unread(file) ?? OtherKind(installation, file) ?? ServerOverLines(cluster, file)
        where finding is not null
        select finding;

    private static Finding? Unread(ReadFile file)
    {
        var unread = file.Form switch
        {
            FileForm.Unit => UnreadFile.OfUnit(file.File),
            FileForm.Kubeconfig => UnreadFile.OfKubeconfig(file.File),
            FileForm.Configuration => UnreadFile.OfYaml(file.File),
            _ => null,
        };
        // Another rule reports templates.
        return unread is null || file.IsTemplate
            ? null
            : new Finding(unread.At, $"{WhatIs(file)} cannot be read: {unread.Fault}") { Hint = AdviceFor(file.Form) };
    }

    private static string AdviceFor(FileForm form) => form switch
    {
        FileForm.Unit => "on the host, remove the line or join it to the one above with a backslash, and capture the unit again",
        FileForm.Kubeconfig => "rewrite it on the host with \"kubectl config set-cluster\", without anchors, tags or tabs, and capture it again",
        _ => "on the host, write every value in one document (no anchor, alias, tag or repeated key), and capture the file again",
    };

    private static string WhatIs(ReadFile file) => file.Form switch
    {
        FileForm.Unit => "this line of a unit",
        FileForm.Kubeconfig => "this kubeconfig",
        _ => $"this configuration of {file.Reader}",
    };

    // A component refuses a document of any other kind. Of two units for one component, one may be out of use.
    private static Finding? OtherKind(Installation installation, ReadFile file)
    {
        var reader = installation.Components.FirstOrDefault(component => component.Find("config") is { } flag
            && ReferenceEquals(installation.Capture.Open(flag.Text), file.File)
            && installation.Components.Count(other => other.Kind == component.Kind) == 1);
        var expected = reader?.Kind switch
        {
            ComponentKind.Kubelet => "KubeletConfiguration",
            ComponentKind.KubeProxy => "KubeProxyConfiguration",
            ComponentKind.Scheduler => "KubeSchedulerConfiguration",
            _ => null,
        };
        if (expected is null || Content.Mapping(file.File) is not { } root || root.FindScalar("kind") is var kind && kind?.Value == expected)
            return null;
        return kind is null
            ? new Finding(Location.StartOf(file.File), $"this configuration of {file.Reader} has no kind, expected kind: {expected}")
            : new Finding(kind.At, $"found kind {Quoted.Text(kind.Value)} in the configuration of {file.Reader}, expected {expected}");
    }

    // A kubeconfig is changed on the host, where only whole lines are replaced.
    private static Finding? ServerOverLines(Cluster cluster, ReadFile file)
    {
        if (file.Form != FileForm.Kubeconfig || Content.Kubeconfig(file.File) is not { } kubeconfig)
            return null;
        var servers = kubeconfig.Servers.Concat(kubeconfig.OtherServers.Where(other => NamesAMaster(cluster, other.Value)));
        return servers.FirstOrDefault(server => ScalarEdit.InOneLine(server, server.Value) is null) is { } found
            ? new Finding(found.At, "this server is written over several lines, but only a whole line can be replaced")
            {
                Hint = "write the URL on one line on the host, and capture the file again",
            }
            : null;
    }

    private static bool NamesAMaster(Cluster cluster, string server) =>
        Endpoint.TryParse(server, out var endpoint) && cluster.Topology.Masters.Any(master => master.Host.Address.Value == endpoint.Host.Address);
}
