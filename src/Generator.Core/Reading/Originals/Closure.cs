using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Originals;

/// <summary>
/// Every path that a component needs, found by following paths from its unit: program, EnvironmentFiles, the paths in its flags, and those
/// in the kubeconfigs and configurations that these name.
/// </summary>
internal sealed class Closure
{
    private readonly HostCapture capture;
    private readonly Component component;
    private readonly ClosureEntries entries;
    private readonly NamedFiles named;

    private Closure(HostCapture capture, Component component)
    {
        this.capture = capture;
        this.component = component;
        entries = new ClosureEntries(capture, component);
        named = new NamedFiles(capture, component, entries);
    }

    /// <summary>The paths that a component of a host needs, in the order in which they were found.</summary>
    internal static ImmutableArray<ClosureEntry> Of(HostCapture capture, Component component)
    {
        var closure = new Closure(capture, component);
        closure.Follow();
        return closure.entries.All;
    }

    private void Follow()
    {
        var unitFile = component.Unit.File;
        entries.AddFollowed(component.UnitPath, FileRole.Unit, "systemd", Location.StartOf(unitFile));
        if (component.Instance?.Link is { } instance)
            entries.AddFollowed(instance, FileRole.Unit, "systemd", Location.StartOf(unitFile));
        foreach (var path in DropIn.PathsOf(capture, component.UnitName))
            entries.AddFollowed(path, FileRole.Unit, "systemd", PlaceOfDropIn(path));
        if (component.Command.Wrapper is { Place: { } wrapper } started && !PlainWrappers.IsOnEveryHost(started.Text))
            entries.AddFollowed(ProgramPath.Of(capture, started.Text), FileRole.Plain, "ExecStart", wrapper);
        // Another rule reports a placeholder in the path.
        if (component.Command.Program.Place is { } program && Placeholder.InUnit(component.Command.Program) is null)
            entries.AddFollowed(ProgramPath.Of(capture, component.Command.Program.Text), FileRole.Plain, "ExecStart", program);
        foreach (var file in component.Command.EnvironmentFiles)
            entries.AddFollowed(file.Path, FileRole.Flags, "EnvironmentFile", file.At, isRequired: !file.IsOptional);
        foreach (var flag in component.Flags)
            named.NameAll(flag.Text, flag.Name, $"--{flag.Name}", flag.At);
        if (component.Kind == ComponentKind.Kubelet && component.Find("tls-cert-file") is null)
            AddServingPair();
        foreach (var need in UnitNeeds.Of(capture, component))
            Add(need);
    }

    // A flag decides what a file is before a command of the unit that only mentions it.
    private void Add(UnitNeed need)
    {
        if (need.Role != FileRole.Plain || capture.Seen(need.Path) is null)
        {
            entries.AddFollowed(need.Path, need.Role, need.NamedBy, need.At, need.IsRequired);
            return;
        }

        var known = entries.Count;
        named.NameAll(need.Path, "", need.NamedBy, need.At);
        if (!need.IsRequired)
            entries.MakeOptionalFrom(known);
    }

    // A file that was only listed has no other place than its line in capture.json.
    private Location PlaceOfDropIn(string path) =>
        capture.Open(path) is { } file ? Location.StartOf(file) : capture.Seen(path)?.At ?? Location.StartOf(component.Unit.File);

    // A kubelet creates these if it has no serving certificate (kubernetes.io, kubelet, --cert-dir).
    private void AddServingPair()
    {
        var folder = capture.Real(component.Find("cert-dir")?.Text ?? "/var/lib/kubelet/pki");
        foreach (var name in new[] { "kubelet.crt", "kubelet.key" })
            entries.Add($"{folder}/{name}", FileRole.Identity, "--cert-dir", Location.StartOf(component.Unit.File), isRequired: false);
    }
}
