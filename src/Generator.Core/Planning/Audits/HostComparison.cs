using System.Globalization;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Audits;

internal sealed class HostComparison(HostCapture capture)
{
    private const int MostLines = 5;

    internal static Outcome<CaptureComparison> Of(AuditedSet audited, IEnumerable<SourceFile> originals) =>
        OriginalsReader.Read(audited.Artefacts.Plan.Resolved, [.. originals]).Then(cluster => Of(audited, cluster));

    private static CaptureComparison Of(AuditedSet audited, Cluster cluster) => new(
        cluster.Installations.Count,
        [
            .. from host in audited.Artefacts.Plan.Hosts
               let captured = cluster.Installations.GetValueOrDefault(host.Name)
               where captured is not null
               let comparison = new HostComparison(captured.Capture)
               from artefact in audited.Artefacts.Of(host)
               let what = comparison.Difference(artefact)
               where what is not null
               select new CaptureDifference(host.Name, artefact.Path, what),
        ]);

    private string? Difference(Artefact artefact) => capture.Seen(artefact.Path) is { } seen ? Difference(artefact, seen) : Missing(artefact);

    private static string? Missing(Artefact artefact) => artefact switch
    {
        { Class: FileClass.NeverCopied } or { IsOptional: true } => null,
        { Class: FileClass.Directory } => "this folder would be created",
        { IsCopiedFromSource: true } => $"this file would be copied from {artefact.Origin}",
        _ => "this file would be written",
    };

    private string? Difference(Artefact artefact, InventoryEntry seen) => artefact.Class switch
    {
        FileClass.NeverCopied => artefact.Sha256 is { } source && source == Digest(seen)
            ? "this file would be removed: it is the source master's own"
            : null,
        FileClass.Directory => seen.Type == EntryType.Dir ? null : "this would become a folder",
        FileClass.Link => seen.Target == artefact.Target ? null : $"this link would lead to {artefact.Target}",
        FileClass.Identical or FileClass.Secret => Copied(artefact, seen) ?? Access(artefact, seen),
        _ => Written(artefact, seen) ?? Access(artefact, seen),
    };

    // If one of the two could not be read, nothing is known, and the rollout finds out.
    private string? Copied(Artefact artefact, InventoryEntry seen) =>
        artefact.Sha256 is { } wanted && Digest(seen) is { } found && wanted != found
            ? $"this file would be replaced by that of {artefact.Origin}"
            : null;

    private string? Written(Artefact artefact, InventoryEntry seen)
    {
        if (artefact.Known is not { } wanted)
            return null;
        if (capture.Open(artefact.Path) is not { } found)
            return artefact.Sha256 is { } digest && digest == Digest(seen) ? null : "this file would be written; its content was not captured";
        return found.Bytes.Span.SequenceEqual(wanted.Span) ? null : Lines(found.Bytes, wanted);
    }

    private Sha256? Digest(InventoryEntry seen) => seen.Type == EntryType.Link ? capture.Seen(capture.Real(seen.Path))?.Sha256 : seen.Sha256;

    // Only line numbers: the content of a line can be a secret.
    private static string Lines(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        var (old, wanted) = (ByteText.Of(before.Span).Split('\n'), ByteText.Of(after.Span).Split('\n'));
        if (old.Length != wanted.Length)
            return string.Create(CultureInfo.InvariantCulture, $"this file would be written: {wanted.Length - 1} lines instead of {old.Length - 1}");
        var changed = Enumerable.Range(0, old.Length)
            .Where(line => old[line] != wanted[line])
            .Select(line => (line + 1).ToString(CultureInfo.InvariantCulture))
            .ToArray();
        var more = changed.Length > MostLines ? FormattableString.Invariant($" and {changed.Length - MostLines} more") : "";
        return $"{(changed.Length == 1 ? "line" : "lines")} {string.Join(", ", changed.Take(MostLines))}{more} would change";
    }

    private static string? Access(Artefact artefact, InventoryEntry seen)
    {
        if (seen.Type == EntryType.Link)
            return null;
        if (artefact.Mode != seen.Mode)
            return $"its mode {seen.Mode} would become {artefact.Mode}";
        return artefact.Owner != seen.Owner ? $"its owner {seen.Owner} would become {artefact.Owner}" : null;
    }
}
