using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;

namespace Generator.Core.Reading.Originals;

/// <summary>What haplane knows about one captured host: its components and the files that they need.</summary>
/// <param name="Components">The components, in the order of <see cref="ComponentKind"/>.</param>
/// <param name="Closure">The files that they need. A file that two components need is listed once for each.</param>
internal sealed record Installation(HostCapture Capture, ImmutableArray<Component> Components, ImmutableArray<ClosureEntry> Closure)
{
    /// <summary>root's own kubeconfig: nothing names it, but kubectl reads it.</summary>
    internal const string AdminKubeconfig = "/root/.kube/config";

    /// <summary>Whether a path is where kubectl finds the kubeconfig of a person other than root.</summary>
    internal static bool IsOfPerson(string path) =>
        path.EndsWith("/.kube/config", StringComparison.Ordinal) && path != AdminKubeconfig;

    /// <summary>Reads a captured host.</summary>
    internal static Installation Of(HostCapture capture)
    {
        var units = InstalledUnit.Of(capture).ToArray();
        ImmutableArray<Component> components =
            [.. units.Select(unit => Component.Of(unit, capture)).OfType<Component>().OrderBy(component => component.Kind)];
        return new Installation(capture, components, [.. components.SelectMany(component => Originals.Closure.Of(capture, component))])
        {
            Unfollowed = UnfollowedStart.Of(capture, units, components),
        };
    }

    /// <summary>The units that seem to start a component but cannot be followed to it.</summary>
    internal ImmutableArray<UnfollowedStart> Unfollowed { get; init; } = [];

    /// <summary>Whether nothing is known about a component because its unit cannot be followed; a masked unit is known not to run.</summary>
    internal bool IsUnknown(ComponentKind kind) => Unfollowed.Any(start => start.Kind == kind && start.Obstacle != StartObstacle.Masked);

    /// <summary>The unit of a component that is masked; null if there is none.</summary>
    internal UnfollowedStart? Masked(ComponentKind kind) =>
        Unfollowed.FirstOrDefault(start => start.Kind == kind && start.Obstacle == StartObstacle.Masked);

    /// <summary>
    /// Whether flags are missing: a unit, drop-in or flag file is not there or cannot be followed, or systemd itself reads only a part of it.
    /// Missing flags cannot be judged.
    /// </summary>
    internal bool IsIncomplete =>
        Unfollowed.Any(start => start.Obstacle != StartObstacle.Masked)
        || Closure.Any(IsUnread)
        || Components.Any(component => component.Command.PassedOn.Length > 0)
        || CutCommand.Of(this).Any()
        || UnitPlaceholder.Of(this).Any()
        || FlagFiles.Any(file => Foundation.Syntax.EnvironmentFile.Parse(file).HasMarkedName);

    private static bool IsUnread(ClosureEntry entry) =>
        entry is { Role: FileRole.Unit or FileRole.Flags, Content: null }
            && (entry.Seen is null ? entry.IsRequired : entry.Seen.Type == EntryType.File);

    internal IEnumerable<SourceFile> FlagFiles =>
        Closure.Where(entry => entry.Role == FileRole.Flags).Select(entry => entry.Content).OfType<SourceFile>().Distinct();

    /// <summary>The units of the components, with their drop-ins.</summary>
    internal IEnumerable<SourceFile> UnitFiles =>
        Components.SelectMany(component => component.DropIns.Select(dropIn => dropIn.File).Prepend(component.Unit.File)).Distinct();

    /// <summary>The component of a kind; null if the host does not run it.</summary>
    internal Component? Find(ComponentKind kind) => Components.FirstOrDefault(component => component.Kind == kind);

    /// <summary>The node name that kube-proxy uses, and where it is written: its flag, else its configuration; null if the system decides.</summary>
    internal WrittenName? ProxyName
    {
        get
        {
            if (Find(ComponentKind.KubeProxy) is not { } proxy)
                return null;
            if (proxy.Find("hostname-override") is { } flag)
                return new WrittenName(flag.Text, flag.At);
            var key = Closure
                .Where(entry => entry.Role == FileRole.ComponentConfig && entry.Unit == proxy.UnitName && entry.Content is not null)
                .Select(entry => entry.Content is { } content ? Content.Document(content)?.FindScalar("hostnameOverride") : null)
                .FirstOrDefault(scalar => scalar is { IsEmpty: false, Value.Length: > 0 });
            return key is null ? null : new WrittenName(key.Value, key.At);
        }
    }

    /// <summary>Whether the host runs a node's agents.</summary>
    internal bool RunsNode => Find(ComponentKind.Kubelet) is not null;

    /// <summary>The files below a directory that nothing names: they are listed on the review page and never copied.</summary>
    internal IEnumerable<InventoryEntry> Unnamed(string directory)
    {
        directory = Capture.Real(directory);
        var named = Closure.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
        return Capture.Below(directory).Where(entry => !named.Contains(entry.Path));
    }

    /// <summary>kubectl: at the path in the layout, else the one program of that name that was found; null if there is none.</summary>
    internal InventoryEntry? Kubectl(Layout layout) =>
        Capture.Seen(layout.Kubectl.Value.Text)
        ?? (layout.Kubectl.IsWritten
            ? null
            : Capture.Inventory.Values.FirstOrDefault(entry =>
                entry.Type == EntryType.File && entry.Path.EndsWith("/kubectl", StringComparison.Ordinal)));

    /// <summary>The network plug-ins, by the layout.</summary>
    internal IEnumerable<InventoryEntry> Plugins(Layout layout) =>
        Closure.Where(entry => entry.Role == FileRole.Plugins)
            .Select(entry => entry.Path)
            .Append(layout.Cni.Value.Text)
            .Select(Capture.Real)
            .Distinct()
            .SelectMany(Capture.Below);
}

/// <summary>A name and where it is written.</summary>
internal sealed record WrittenName(string Text, Location At);
