using System.Collections.Immutable;
using Generator.Core.Reporting.Changes;

namespace Generator.Core.Reporting.Reviews;

/// <summary>The effect of a change in sentences, under the titles of <c>haplane diff</c>.</summary>
internal static class ReviewLists
{
    internal static IEnumerable<ReviewList> Of(Change change) => new ReviewList[]
    {
        new("warnings", "Warnings", "problem", false, change.Outlook.Warnings),
        new("foreign", "Foreign layout", "problem", false, change.Foreign),
        new("settings", "Topology", "", false, [.. change.Topology.Select(line => line.ToString())]),
        new("order", "What happens, in this order", "", true, EffectLines.Of(change)),
        new("api", "The API", "", false, Unless(change, change.Outlook.Api)),
        new("connections", "Connections", "", false, Unless(change, change.Outlook.Watches)),
        new("etcd", "etcd", "", false, Unless(change, change.Outlook.Etcd)),
        new("rollback", "To roll back", "", false, Unless(change, change.Outlook.Rollback)),
    }.Where(list => !list.Lines.IsEmpty);

    // Where nothing changes, there is no effect to describe.
    private static ImmutableArray<string> Unless(Change change, ImmutableArray<string> lines) => change.IsEmpty ? [] : lines;
}
