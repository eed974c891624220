using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>The few changes of a host that keeps its files: the servers in its kubeconfigs and flags.</summary>
/// <param name="installation">The host's installation, or the one that it is assumed to be like.</param>
/// <param name="host">The host's name.</param>
/// <param name="retarget">The new values.</param>
internal sealed class RepointedFiles(Installation installation, string host, Retarget retarget)
{
    /// <summary>The artefacts, by path; none if everything is right already.</summary>
    internal ImmutableArray<Artefact> All() =>
        [.. Kubeconfigs().Concat(Flags()).Concat(Admin()).OrderBy(artefact => artefact.Path, StringComparer.Ordinal)];

    private IEnumerable<Artefact> Kubeconfigs() =>
        installation.Closure
            .Where(entry => entry.Role is FileRole.ControlPlaneKubeconfig or FileRole.NodeKubeconfig or FileRole.Identity)
            .DistinctBy(entry => entry.Path)
            .Select(entry => entry is { Content: { } content, Seen: { } seen } ? Edited(content, entry.Role, seen, entry.At) : null)
            .OfType<Artefact>();

    private Artefact? Edited(SourceFile content, FileRole role, InventoryEntry seen, Location at)
    {
        var edits = KubeconfigEdits.Of(content, role, retarget);
        return edits.Lines.IsEmpty ? null : Edited(content, edits, seen, at);
    }

    private Artefact Edited(SourceFile content, LineEdits edits, InventoryEntry seen, Location at) =>
        New(seen.Path, FileClass.Edited, seen, at) with { Edits = edits.Lines, Before = content.Bytes, Known = edits.After };

    private IEnumerable<Artefact> Flags() =>
        Patches.OfApiserverFlags(installation, retarget)
            .Select(patch => installation.Closure.First(entry => ReferenceEquals(entry.Content, patch.Key)) is { Seen: { } seen } entry
                ? Content.HoldsRedaction(patch.Key) && LineEdits.Of(patch.Key, patch) is { } edits
                    ? Edited(patch.Key, edits, seen, entry.At)
                    : Patched(patch.Key, LosslessOriginal.Of(patch.Key, entry.Role).With(patch), seen, entry.At)
                : null)
            .OfType<Artefact>();

    private Artefact Patched(SourceFile before, byte[] after, InventoryEntry seen, Location at) =>
        New(seen.Path, FileClass.Patched, seen, at) with { Content = after, Known = after, Before = before.Bytes, Sha256 = Sha256.Of(after) };

    // On a worker, root's own kubeconfig is like any other client: it moves to the load balancer. On a master it uses its own kube-apiserver.
    private IEnumerable<Artefact> Admin()
    {
        if (installation.Capture.Open(Installation.AdminKubeconfig) is not { } content
            || installation.Capture.Seen(Installation.AdminKubeconfig) is not { } seen)
            return [];
        var isMaster = installation.Find(ComponentKind.Apiserver) is not null;
        return Edited(content, isMaster ? FileRole.AdminKubeconfig : FileRole.NodeKubeconfig, seen, Location.StartOf(content)) is { } edited
            ? [edited]
            : [];
    }

    private Artefact New(string path, FileClass kind, InventoryEntry seen, Location at) => new(host, path, kind, seen.Mode, seen.Owner, host, at)
    {
        Units = [.. UnitsOf(path)],
        Group = UnitsOf(path).Any(ControlPlaneUnits.Contains) ? DeliveryGroup.ControlPlane : DeliveryGroup.Node,
    };

    private IEnumerable<string> UnitsOf(string path) =>
        installation.Closure.Where(entry => entry.Path == path).Select(entry => entry.Unit).OfType<string>().Distinct();

    private IEnumerable<string> ControlPlaneUnits =>
        installation.Components.Where(component => component.IsControlPlane).Select(component => component.UnitName);
}
