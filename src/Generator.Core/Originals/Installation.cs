using System.Collections.Immutable;
using Generator.Core.Diagnostics;
using Generator.Core.Model;
using Generator.Core.Values;

namespace Generator.Core.Originals;

/// <summary>What haplane understands of one captured host: the components that it runs and the files that they need.</summary>
/// <param name="Capture">What was captured.</param>
/// <param name="Components">The components, in the order of <see cref="ComponentKind"/>.</param>
/// <param name="Closure">The files that they need; one that two components need stands once for each.</param>
internal sealed record Installation(HostCapture Capture, ImmutableArray<Component> Components, ImmutableArray<ClosureEntry> Closure)
{
    /// <summary>root's own kubeconfig: nothing names it, kubectl reads it.</summary>
    internal const string AdminKubeconfig = "/root/.kube/config";

    /// <summary>Understands a captured host.</summary>
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

    /// <summary>The units that seem to start a component and cannot be followed to it.</summary>
    internal ImmutableArray<UnfollowedStart> Unfollowed { get; init; } = [];

    /// <summary>Whether nothing can be said of a component because its unit was found and cannot be followed; a masked one is known not to run.</summary>
    internal bool IsUnknown(ComponentKind kind) => Unfollowed.Any(start => start.Kind == kind && start.Obstacle != StartObstacle.Masked);

    /// <summary>The unit of a component that is masked; null where there is none.</summary>
    internal UnfollowedStart? Masked(ComponentKind kind) => Unfollowed.FirstOrDefault(start => start.Kind == kind && start.Obstacle == StartObstacle.Masked);

    /// <summary>
    /// Whether flags are missing from what was read: a unit, drop-in or flag file that is not there, that cannot be followed, or of which systemd
    /// itself reads only a part. What is missing then cannot be judged.
    /// </summary>
    internal bool IsIncomplete =>
        Unfollowed.Any(start => start.Obstacle != StartObstacle.Masked)
        || Closure.Any(IsUnread)
        || Components.Any(component => component.Command.PassedOn.Length > 0)
        || CutCommand.Of(this).Any()
        || UnitPlaceholder.Of(this).Any()
        || FlagFiles.Any(file => Syntax.EnvironmentFile.Parse(file).HasMarkedName);

    private static bool IsUnread(ClosureEntry entry) =>
        entry is { Role: FileRole.Unit or FileRole.Flags, Content: null } && (entry.Seen is null ? entry.IsRequired : entry.Seen.Type == EntryType.File);

    /// <summary>The captured files of flags.</summary>
    internal IEnumerable<SourceFile> FlagFiles =>
        Closure.Where(entry => entry.Role == FileRole.Flags).Select(entry => entry.Content).OfType<SourceFile>().Distinct();

    /// <summary>The units of the components, with their drop-ins.</summary>
    internal IEnumerable<SourceFile> UnitFiles =>
        Components.SelectMany(component => component.DropIns.Select(dropIn => dropIn.File).Prepend(component.Unit.File)).Distinct();

    /// <summary>The component of a kind; null where the host does not run it.</summary>
    internal Component? Find(ComponentKind kind) => Components.FirstOrDefault(component => component.Kind == kind);

    /// <summary>What kube-proxy calls its node, and where that is written: its flag, else its configuration; null where it leaves that to the system.</summary>
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

    /// <summary>What nothing names, below a directory: listed for the reader, and copied by nobody.</summary>
    internal IEnumerable<InventoryEntry> Unnamed(string directory)
    {
        directory = Capture.Real(directory);
        var named = Closure.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
        return Capture.Below(directory).Where(entry => !named.Contains(entry.Path));
    }

    /// <summary>kubectl: where the layout has it, else the one program of that name that was seen; null where there is none.</summary>
    internal InventoryEntry? Kubectl(Layout layout) =>
        Capture.Seen(layout.Kubectl.Value.Text)
        ?? (layout.Kubectl.IsWritten ? null : Capture.Inventory.Values.FirstOrDefault(entry => entry.Type == EntryType.File && entry.Path.EndsWith("/kubectl", StringComparison.Ordinal)));

    /// <summary>The network plug-ins, by the layout.</summary>
    internal IEnumerable<InventoryEntry> Plugins(Layout layout) =>
        Closure.Where(entry => entry.Role == FileRole.Plugins).Select(entry => entry.Path).Append(layout.Cni.Value.Text).Select(Capture.Real).Distinct().SelectMany(Capture.Below);
}

/// <summary>A name and where it is written.</summary>
/// <param name="Text">The name.</param>
/// <param name="At">Where.</param>
internal sealed record WrittenName(string Text, Location At);
