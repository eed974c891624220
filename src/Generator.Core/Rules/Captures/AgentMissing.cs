using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Captures;

/// <summary>ORG052.</summary>
internal static class AgentMissing
{
    internal static readonly Rule Rule = new(
        "ORG052",
        Severity.Error,
        "no unit starts a node's agent",
        "Without its unit nobody knows which files the agent reads: it would go on talking to the source alone, and nothing would say so.",
        "capture the unit that starts it; an agent that systemd does not start is not supported",
        Example.With()
            .Without("k8s-node1/usr/lib/systemd/system/kubelet.service")
            .Changing("k8s-node1/capture.json", "system/kubelet.service", "system/kubelet.service.old"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var workers = cluster.Topology.Workers.Select(worker => worker.Host.Name.Value.Text).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. cluster.Installations.Values
                .Where(installation => workers.Contains(installation.Capture.Host) && !installation.RunsNode && !installation.IsUnknown(ComponentKind.Kubelet))
                .Select(installation => Foreign(installation.Capture, ComponentKind.Kubelet)
                    ?? new Finding(Location.StartOf(installation.Capture.File), $"no captured unit of {installation.Capture.Host} starts a kubelet")),
            .. from installation in cluster.Installations.Values
               from kind in new[] { ComponentKind.Kubelet, ComponentKind.KubeProxy }
               where installation.Find(kind) is null && !installation.IsUnknown(kind) && !(kind == ComponentKind.Kubelet && workers.Contains(installation.Capture.Host))
               let foreign = Foreign(installation.Capture, kind)
               where foreign is not null
               select foreign,
        ];
    }

    private static Finding? Foreign(HostCapture capture, ComponentKind kind)
    {
        var program = ComponentNames.Program(kind);
        var found = capture.Files.Values.Select(file => (file, start: ForeignStart.Of(file, program))).FirstOrDefault(pair => pair.start is not null);
        return found.start is { } start ? new Finding(Location.StartOf(found.file), start.Sentence(program)) { Hint = start.Advice } : null;
    }
}
