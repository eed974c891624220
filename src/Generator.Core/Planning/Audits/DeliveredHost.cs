using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Emit;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Audits;

/// <summary>A host after the rollout, read from its new files as if it had been captured then.</summary>
/// <param name="Installation">The components that it will run.</param>
internal sealed record DeliveredHost(HostPlan Host, Installation Installation)
{
    /// <summary>Every host of a set that has Kubernetes on it. Hosts with the same files and changes are read once.</summary>
    internal static ImmutableArray<DeliveredHost> Of(ArtefactSet set)
    {
        var understood = new Dictionary<string, Installation>(StringComparer.Ordinal);
        var hosts = ImmutableArray.CreateBuilder<DeliveredHost>();
        foreach (var host in set.Plan.Hosts.Where(host => host.Captured is not null || host.ControlPlaneUnits.Length > 0))
        {
            ImmutableArray<Artefact> artefacts = [.. set.Of(host)];
            var key = KeyOf(host, artefacts);
            if (!understood.TryGetValue(key, out var installation))
                understood[key] = installation = Installation.Of(CaptureOf(set.Plan, host, artefacts));
            hosts.Add(new DeliveredHost(host, installation));
        }

        return hosts.ToImmutable();
    }

    // Only a host that keeps its files can be like another one: a new master has its own.
    private static string KeyOf(HostPlan host, ImmutableArray<Artefact> artefacts) =>
        host.Is(HostRole.NewMaster)
            ? host.Name
            : $"{host.Captured?.Capture.Host} "
                + $"{string.Join(' ', artefacts.Select(artefact => $"{artefact.Path}={Sha256.Of((artefact.Known ?? default).Span)}"))}";

    private static HostCapture CaptureOf(ClusterPlan plan, HostPlan host, ImmutableArray<Artefact> artefacts)
    {
        var delivered = artefacts.Where(artefact => artefact.Class != FileClass.NeverCopied).ToArray();
        var before = host.Captured?.Capture;
        var at = new SourceFile($"out/hosts/{host.Name}.plan", default);
        var inventory = (before?.Inventory ?? ImmutableSortedDictionary.Create<string, InventoryEntry>(StringComparer.Ordinal))
            .SetItems(delivered.Select(artefact => KeyValuePair.Create(artefact.Path, Entry(artefact, at))));
        var files = (before?.Files ?? ImmutableSortedDictionary.Create<string, SourceFile>(StringComparer.Ordinal))
            .SetItems(
                delivered.Where(artefact => artefact.Known is not null)
                    .Select(artefact => KeyValuePair.Create(
                        artefact.Path,
                        File(artefact, before?.Host ?? artefact.Origin, before ?? plan.Source.Captured?.Capture))));
        return new HostCapture(host.Name, at, inventory, files);
    }

    // A fault in a delivered file is fixed in the original that it is made from, so the finding names that file.
    private static SourceFile File(Artefact artefact, string originalOf, HostCapture? origin)
    {
        var path = artefact.Class == FileClass.Rendered ? $"out/hosts/{artefact.Host}{artefact.Path}" : $"originals/{originalOf}{artefact.Path}";
        var bytes = artefact.Known ?? default;
        // A file that is delivered as it was captured is the same object, so that it is parsed once.
        return origin?.Files.GetValueOrDefault(artefact.Path) is { } original
            && original.Path == path
            && original.Bytes.Span.SequenceEqual(bytes.Span)
            ? original
            : new SourceFile(path, bytes);
    }

    private static InventoryEntry Entry(Artefact artefact, SourceFile plan) => new(
        artefact.Path,
        artefact.Class switch { FileClass.Directory => EntryType.Dir, FileClass.Link => EntryType.Link, _ => EntryType.File },
        artefact.Mode,
        artefact.Owner,
        artefact.Sha256,
        artefact.Target,
        PublicKeySha256: null,
        Subject: null,
        Version: null,
        Location.StartOf(plan));
}
