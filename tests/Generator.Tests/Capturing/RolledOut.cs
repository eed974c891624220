using System.Collections.Immutable;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Emit;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Binding;
using Generator.Core.Reading.Originals;
using Generator.Core.Rules;
using Generator.Tests.Support;

namespace Generator.Tests.Capturing;

/// <summary>The hosts of a case as a capture finds them when its output has been rolled out.</summary>
internal static class RolledOut
{
    internal static ImmutableArray<CapturedHost> Of(Case golden)
    {
        var cluster = YamlReader.Read(golden.Input.Topology, YamlLimits.Written)
            .Then(TopologyBinder.Bind)
            .Then(topology => OriginalsReader.Read(topology, golden.Originals()))
            .Whole();
        var set = Emission.Emit(Lowering.Lower(RuleBook.Check(cluster).Whole()));
        return [.. set.Plan.Hosts.Select(host => Of(host, set, cluster))];
    }

    private static CapturedHost Of(HostPlan host, ArtefactSet set, Cluster cluster)
    {
        var source = cluster.Source?.Capture ?? throw new InvalidDataException("a case has a source");
        var before = cluster.Installations.GetValueOrDefault(host.Name)?.Capture ?? new HostCapture(
            host.Name, source.File, source.Inventory.Clear(), source.Files.Clear());
        var placed = set.Of(host).Where(artefact => artefact.Class != FileClass.NeverCopied && !artefact.IsOptional).ToArray();
        return Hosts.Of(
            before with
            {
                Inventory = before.Inventory.SetItems(placed.Select(artefact => KeyValuePair.Create(artefact.Path, Entry(artefact, source)))),
                Files = before.Files.SetItems(placed
                    .Select(artefact => (artefact.Path, File: File(artefact, source)))
                    .Where(file => file.File is not null)
                    .Select(file => KeyValuePair.Create(file.Path, file.File ?? source.File))),
            },
            host.Address.Text,
            set.Plan.Balancer?.Distro ?? Distro.Rhel);
    }

    private static InventoryEntry Entry(Artefact artefact, HostCapture source) => new(
        artefact.Path,
        artefact.Class switch { FileClass.Directory => EntryType.Dir, FileClass.Link => EntryType.Link, _ => EntryType.File },
        artefact.Mode,
        artefact.Owner,
        artefact.Class == FileClass.Directory ? null : artefact.Sha256 ?? Sha256.Of((artefact.Known ?? default).Span),
        artefact.Target,
        source.Seen(artefact.Path)?.PublicKeySha256,
        source.Seen(artefact.Path)?.Subject,
        source.Seen(artefact.Path)?.Version,
        Location.StartOf(source.File));

    private static SourceFile? File(Artefact artefact, HostCapture source) =>
        artefact.Known is { } known
            ? new SourceFile(artefact.Path, known)
            : artefact.Class == FileClass.Identical ? source.Open(artefact.Path)
            : null;
}
