using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class AgentMissing
{
    internal static readonly Rule Rule = new(
        "ORG052",
        Severity.Error,
        "no unit starts a node agent",
        "Without its unit haplane cannot tell which files the agent reads. The agent would silently keep using only the source master.",
        "capture the unit that starts it; haplane does not support an agent that systemd does not start",
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
                .Where(installation =>
                    workers.Contains(installation.Capture.Host)
                    && !installation.RunsNode
                    && !installation.IsUnknown(ComponentKind.Kubelet))
                .Select(installation => Foreign(installation.Capture, ComponentKind.Kubelet)
                    ?? new Finding(Location.StartOf(installation.Capture.File), $"no captured unit of {installation.Capture.Host} starts a kubelet")),
            .. from installation in cluster.Installations.Values
               from kind in new[] { ComponentKind.Kubelet, ComponentKind.KubeProxy }
               where installation.Find(kind) is null
                   && !installation.IsUnknown(kind)
                   && !(kind == ComponentKind.Kubelet && workers.Contains(installation.Capture.Host))
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
