using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Formats;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Verifying.Facts;

namespace Generator.Core.Verifying.Checks;

/// <summary>Whether the files of the output are on each host as they were delivered.</summary>
internal static class DeliveredFiles
{
    internal static readonly LiveCheck Check = new(site => site.Answering.SelectMany(host => Of(site, host)));

    private static IEnumerable<Check> Of(Site site, LiveHost host)
    {
        var wanted = site.Delivery.Of(host.Name).ToLookup(file => file.Path, StringComparer.Ordinal);
        return host.Files.Select(file => Of(host, file, WithContent(site, wanted[file.Path].FirstOrDefault())));
    }

    // A file that is copied from the source master is not in the output, but it was captured there.
    private static DeliveryFile? WithContent(Site site, DeliveryFile? wanted) =>
        wanted is { Class: FileClass.Identical, Content: null }
            && site.Reviewed.GetValueOrDefault(site.Delivery.Topology.Source.Value.Text)?.Capture.Files.GetValueOrDefault(wanted.Path) is { } captured
            ? wanted with { Content = captured.Bytes }
            : wanted;

    private static Check Of(LiveHost host, OnDisk file, DeliveryFile? wanted) => file.State switch
    {
        DiskState.Same => New(host, file, CheckState.Fine, "as delivered"),
        DiskState.Mode => New(host, file, CheckState.Drift, $"mode {file.Mode}, owner {file.Owner}; expected {wanted?.Mode} {wanted?.Owner}"),
        DiskState.Undelivered => New(host, file, CheckState.Drift, "not delivered yet: the host still has what was there before this output")
            with
        { Difference = Difference(host, file, wanted) },
        DiskState.Missing => New(host, file, CheckState.Drift, "missing"),
        DiskState.OtherType => New(host, file, CheckState.Drift, wanted?.Target is { Length: > 0 } target
            ? $"not a link to {target}"
            : "not a regular file"),
        DiskState.Left => New(host, file, CheckState.Drift, "still there, although this output removes it"),
        _ => New(host, file, CheckState.Drift, "changed since delivery") with { Difference = Difference(host, file, wanted) },
    };

    private static Check New(LiveHost host, OnDisk file, CheckState state, string text) => new(host.Name, CheckArea.File, file.Path, state, text);

    // The reader has redacted what it sent. The content of a secret is compared on the host alone.
    private static ImmutableArray<string> Difference(LiveHost host, OnDisk file, DeliveryFile? wanted)
    {
        if (host.Report?.Files.GetValueOrDefault(file.Path) is not { } found)
            return [];
        return wanted switch
        {
            { Content: { } content } => Lines(content, found.Bytes),
            { Edits: { IsEmpty: false } edits } => ReplacedLines.Missing(edits, found.Text),
            _ => [],
        };
    }

    /// <summary>The hunks of a unified diff, from what was reviewed to what was found.</summary>
    internal static ImmutableArray<string> Lines(ReadOnlyMemory<byte> reviewed, ReadOnlyMemory<byte> found) =>
    [
        .. Encoding.UTF8.GetString(UnifiedDiff.Of(reviewed, found, ("reviewed", "found"), UnifiedDiff.Context).Span)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(2),
    ];
}
