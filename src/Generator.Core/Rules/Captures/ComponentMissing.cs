using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class ComponentMissing
{
    internal static readonly Rule Rule = new(
        "ORG003",
        Severity.Error,
        "no unit starts a control plane component",
        "haplane can read and copy only components that systemd starts. A component run by supervisord or as a static pod is a different kind of "
            + "installation.",
        "capture the unit that starts it; haplane does not support an installation without systemd units",
        Example.With()
            .Without("k8s-master1/usr/lib/systemd/system/kube-scheduler.service")
            .Changing("k8s-master1/capture.json", "system/kube-scheduler.service", "system/kube-scheduler.service.old"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Source is not { } source)
            return [];
        ComponentKind[] needed = [ComponentKind.Apiserver, ComponentKind.ControllerManager, ComponentKind.Scheduler];
        return needed.Where(kind => source.Find(kind) is null && !source.IsUnknown(kind))
            .Select(kind => source.Masked(kind) is { } masked
                ? Masked(source.Capture.Host, masked)
                : Missing(source.Capture, ComponentNames.Program(kind)));
    }

    private static Finding Masked(string host, UnfollowedStart masked) =>
        new(masked.At, $"{masked.Unit} of {host} is masked, so systemd does not start {ComponentNames.Program(masked.Kind)}")
        {
            Hint = "run \"systemctl unmask\" for it on the host and capture it again",
        };

    private static Finding Missing(HostCapture capture, string program)
    {
        var foreign = capture.Files.Values.Select(file => (file, start: ForeignStart.Of(file, program)))
            .FirstOrDefault(pair => pair.start is not null);
        return foreign.start is { } start
            ? new Finding(Location.StartOf(foreign.file), start.Sentence(program)) { Hint = start.Advice }
            : new Finding(Location.StartOf(capture.File), $"no captured unit of {capture.Host} starts {program}");
    }
}
