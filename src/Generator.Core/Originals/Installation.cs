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
        var components = capture.Files
            .Where(file => Content.IsServiceUnit(file.Value) && UnitPath.IsService(file.Key))
            .GroupBy(file => HostPath.NameOf(file.Key))
            .Select(same => same.MinBy(file => UnitPath.Rank(file.Key)))
            .Select(file => Component.Of(file.Key, file.Value, DropIn.Of(capture, file.Key), capture.Open))
            .OfType<Component>()
            .OrderBy(component => component.Kind)
            .ToImmutableArray();
        return new Installation(capture, components, [.. components.SelectMany(component => Originals.Closure.Of(capture, component))]);
    }

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
        var named = Closure.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
        return Capture.Below(directory).Where(entry => !named.Contains(entry.Path));
    }

    /// <summary>kubectl: where the layout has it, else the one program of that name that was seen; null where there is none.</summary>
    internal InventoryEntry? Kubectl(Layout layout) =>
        Capture.Seen(layout.Kubectl.Value.Text)
        ?? (layout.Kubectl.IsWritten ? null : Capture.Inventory.Values.FirstOrDefault(entry => entry.Type == EntryType.File && entry.Path.EndsWith("/kubectl", StringComparison.Ordinal)));

    /// <summary>The network plug-ins, by the layout.</summary>
    internal IEnumerable<InventoryEntry> Plugins(Layout layout) =>
        Closure.Where(entry => entry.Role == FileRole.Plugins).Select(entry => entry.Path).Append(layout.Cni.Value.Text).Distinct().SelectMany(Capture.Below);
}

/// <summary>A name and where it is written.</summary>
/// <param name="Text">The name.</param>
/// <param name="At">Where.</param>
internal sealed record WrittenName(string Text, Location At);
