using System.Collections.Immutable;
using Generator.Core.Artefacts;
using Generator.Core.Diagnostics;
using Generator.Core.Emit;
using Generator.Core.Originals;
using Generator.Core.Planning;
using Generator.Core.Values;

namespace Generator.Core.Audits;

/// <summary>A host as it will be after the rollout, understood again from its files as if it had been captured then.</summary>
/// <param name="Host">The plan of the host.</param>
/// <param name="Installation">What it will run.</param>
internal sealed record DeliveredHost(HostPlan Host, Installation Installation)
{
    /// <summary>Every host of a set that has Kubernetes on it.</summary>
    internal static ImmutableArray<DeliveredHost> Of(ArtefactSet set) =>
        [.. set.Plan.Hosts.Where(host => host.NodeUnits.Length + host.ControlPlaneUnits.Length > 0).Select(host => Of(host, [.. set.Of(host)]))];

    private static DeliveredHost Of(HostPlan host, ImmutableArray<Artefact> artefacts)
    {
        var delivered = artefacts.Where(artefact => artefact.Class != FileClass.NeverCopied).ToArray();
        var before = host.Captured?.Capture;
        var inventory = (before?.Inventory ?? ImmutableSortedDictionary.Create<string, InventoryEntry>(StringComparer.Ordinal))
            .SetItems(delivered.Select(artefact => KeyValuePair.Create(artefact.Path, Entry(artefact))));
        var files = (before?.Files ?? ImmutableSortedDictionary.Create<string, SourceFile>(StringComparer.Ordinal))
            .SetItems(delivered.Where(artefact => artefact.Known is not null).Select(artefact => KeyValuePair.Create(artefact.Path, File(artefact))));
        var capture = new HostCapture(host.Name, new SourceFile($"out/hosts/{host.Name}.plan", default), inventory, files);
        return new DeliveredHost(host, Installation.Of(capture));
    }

    private static SourceFile File(Artefact artefact) => new($"out/hosts/{artefact.Host}{artefact.Path}", artefact.Known ?? default);

    private static InventoryEntry Entry(Artefact artefact) => new(
        artefact.Path,
        artefact.Class switch { FileClass.Directory => EntryType.Dir, FileClass.Link => EntryType.Link, _ => EntryType.File },
        artefact.Mode,
        artefact.Owner,
        artefact.Sha256,
        artefact.Target,
        PublicKeySha256: null,
        Subject: null,
        Version: null);
}
