using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>One component of a host.</summary>
/// <param name="Kind">Its kind, from the name of the program that the unit starts, whatever the unit is called.</param>
/// <param name="Unit">The unit, with the entries of its drop-ins after its own (systemd.unit(5)).</param>
/// <param name="DropIns">The drop-ins, in the order in which systemd reads them.</param>
/// <param name="Command">The command that it runs.</param>
/// <param name="Flags">The flags, from the unit and its EnvironmentFiles, in order.</param>
internal sealed record Component(
    ComponentKind Kind, string UnitPath, UnitFile Unit, ImmutableArray<DropIn> DropIns, CommandLine Command, ImmutableArray<Flag> Flags)
{
    /// <summary>The unit's name, such as <c>kube-apiserver.service</c>.</summary>
    internal string UnitName => Instance?.Name ?? HostPath.NameOf(UnitPath);

    /// <summary>The unit as an instance of a template; null for any other.</summary>
    internal InstalledUnit? Instance { get; init; }

    /// <summary>Whether it belongs to the control plane; the others are a node's agents.</summary>
    internal bool IsControlPlane => Kind is ComponentKind.Apiserver or ComponentKind.ControllerManager or ComponentKind.Scheduler;

    /// <summary>The specifiers of its unit.</summary>
    internal Specifiers SpecifiersOn(string host) => new(UnitName, host);

    /// <summary>The flag that counts: the last one of that name; null if it is not set.</summary>
    internal Flag? Find(string name) => Flags.LastOrDefault(flag => flag.Name == name);

    /// <summary>The component that an installed unit starts; null if it starts something else, or nothing.</summary>
    internal static Component? Of(InstalledUnit installed, HostCapture capture) =>
        installed is { File: { } file, IsMasked: false, IsTemplate: false }
        && Of(installed.Name, file, DropIn.Of(capture, installed.Name), capture.View) is { } component
            ? component with { UnitPath = installed.Path, Instance = installed.Link is null ? null : installed }
            : null;

    /// <summary>The component that a captured unit starts; null if it starts something else.</summary>
    /// <param name="path">The unit's path or name.</param>
    /// <param name="dropIns">Its drop-ins, in order.</param>
    /// <param name="host">The host that it is read for.</param>
    internal static Component? Of(string path, SourceFile file, ImmutableArray<DropIn> dropIns, HostView host)
    {
        var own = UnitFile.Parse(file);
        var unit = own with { Entries = [.. own.Entries, .. dropIns.SelectMany(dropIn => UnitFile.Parse(dropIn.File).Entries)] };
        if (OtherRoot.Of(unit) is not null || CommandLine.Of(unit, HostPath.NameOf(path), host) is not { } started)
            return null;
        var command = PlainWrappers.Unwrapped(started);
        return ComponentNames.Of(command) is { } known
            ? new Component(known, path, unit, dropIns, command, Flag.Of(command))
            : null;
    }
}
