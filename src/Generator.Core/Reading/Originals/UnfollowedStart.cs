using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Originals;

/// <summary>Why haplane cannot read a unit that seems to start a component.</summary>
internal enum StartObstacle
{
    /// <summary>It is masked: systemd does not start it.</summary>
    Masked,

    /// <summary>It is a template without an instance.</summary>
    Template,

    /// <summary>Its bytes, or those of a drop-in, were not captured.</summary>
    NotCaptured,

    /// <summary>It is the template of a configuration tool.</summary>
    Placeholder,

    /// <summary>It starts the component through another program, or starts nothing.</summary>
    Wrapper,

    /// <summary>Its paths are below another root than the host's.</summary>
    OtherRoot,
}

/// <summary>A unit that seems to start a component but cannot be followed to it.</summary>
/// <param name="At">Where the obstacle is.</param>
/// <param name="Found">The obstacle: a path, a placeholder, or the program that is started; empty if there is nothing.</param>
internal sealed record UnfollowedStart(ComponentKind Kind, string Unit, StartObstacle Obstacle, Location At, string Found)
{
    /// <summary>All such units of a host, for components that no other unit of it starts.</summary>
    internal static ImmutableArray<UnfollowedStart> Of(HostCapture capture, IEnumerable<InstalledUnit> units, ImmutableArray<Component> components)
    {
        var missing = Enum.GetValues<ComponentKind>().Where(kind => components.All(component => component.Kind != kind)).ToArray();
        return
        [
            .. from unit in units
               where missing.Length > 0 && components.All(component => component.UnitName != unit.Name)
               let exec = ExecOf(capture, unit)
               let text = TextOf(capture, exec)
               from kind in missing
               where ComponentNames.IsIn(text, kind)
                   || (ComponentNames.IsNameOf(unit.Name, kind) && !(unit.File is not null && IsForeign(capture, kind)))
                   || Hides(capture, unit, kind)
                   || MayStart(capture, unit, kind)
               select Of(capture, unit, exec, kind),
        ];
    }

    private static UnfollowedStart Of(HostCapture capture, InstalledUnit unit, UnitEntry? exec, ComponentKind kind)
    {
        var listed = capture.Seen(unit.Path)?.At ?? Location.StartOf(capture.File);
        if (unit.IsMasked)
            return new UnfollowedStart(kind, unit.Name, StartObstacle.Masked, listed, unit.Path);
        if (unit.File is not { } file)
            return new UnfollowedStart(kind, unit.Name, StartObstacle.NotCaptured, listed, unit.Path);
        if (DropIn.PathsOf(capture, unit.Name).FirstOrDefault(path => capture.Open(path) is null) is { } dropIn)
            return new UnfollowedStart(kind, unit.Name, StartObstacle.NotCaptured, capture.Seen(dropIn)?.At ?? listed, dropIn);
        if (unit.IsTemplate)
            return new UnfollowedStart(kind, unit.Name, StartObstacle.Template, Location.StartOf(file), unit.Path);
        if (OtherRoot.Of(WholeUnit.Of(capture, unit.Name, file)) is { } root)
            return new UnfollowedStart(kind, unit.Name, StartObstacle.OtherRoot, root.Value.Place ?? root.At, $"{root.Key}={root.Value.Text}");
        if (exec is null)
            return new UnfollowedStart(kind, unit.Name, StartObstacle.Wrapper, Location.StartOf(file), "");
        return Placeholder.InUnit(exec.Value) is { } placeholder
            ? new UnfollowedStart(kind, unit.Name, StartObstacle.Placeholder, placeholder.Place ?? exec.At, placeholder.Text)
            : new UnfollowedStart(
                kind,
                unit.Name,
                StartObstacle.Wrapper,
                exec.Value.Place ?? exec.At,
                Words.OfExec(exec.Value) is [var first, ..] ? first.ToString() : "");
    }

    private static UnitEntry? ExecOf(HostCapture capture, InstalledUnit unit) =>
        unit is { File: { } file, IsMasked: false } ? WholeUnit.Of(capture, unit.Name, file).All("Service", "ExecStart").LastOrDefault() : null;

    // Something other than a unit starts it, and another rule reports that.
    private static bool IsForeign(HostCapture capture, ComponentKind kind) =>
        capture.Files.Values.Any(file => ForeignStart.Of(file, ComponentNames.Program(kind)) is not null);

    // The command, the text of its scripts, and the components that its program and script are named after.
    private static string TextOf(HostCapture capture, UnitEntry? exec)
    {
        if (exec is null)
            return "";
        var words = Words.OfExec(exec.Value).Select(word => word.ToString().TrimStart('@', '-', ':', '+', '!')).ToArray();
        var scripts = words.Select(capture.Open).OfType<SourceFile>().Where(file => file.Bytes.Span.StartsWith("#!"u8)).Select(file => file.Text);
        var names = from word in words.Take(2)
                    from kind in Enum.GetValues<ComponentKind>()
                    where ComponentNames.IsNameOf(HostPath.NameOf(word), kind)
                    select ComponentNames.Program(kind);
        return string.Join('\n', [exec.Value.Text, .. scripts, .. names]);
    }

    // A unit in a folder that has priority over that of a captured unit with the same name.
    private static bool Hides(HostCapture capture, InstalledUnit unit, ComponentKind kind) =>
        (unit.File is null || unit.IsMasked)
        && UnitPath.Folders
            .Select(folder => $"{folder}/{unit.Name}")
            .Where(path => path != unit.Path)
            .Select(path => capture.Open(path) is { } file ? Component.Of(path, file, [], capture.View) : null)
            .Any(component => component?.Kind == kind);

    // A unit of the site that is known only by name, on a host that has the program.
    private static bool MayStart(HostCapture capture, InstalledUnit unit, ComponentKind kind) =>
        unit is { File: null, IsMasked: false }
        && unit.Path.StartsWith("/etc/", StringComparison.Ordinal)
        && capture.Inventory.Values.Any(entry => entry.Type == EntryType.File && HostPath.NameOf(entry.Path) == ComponentNames.Program(kind));
}
