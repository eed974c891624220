using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>A check that decides which host carries an address (keepalived.conf(5), track_script and similar).</summary>
/// <param name="Kind">The block that tracks it, such as <c>track_script</c>.</param>
/// <param name="Weight">The change of the priority; 0 if a failed check stops the instance.</param>
/// <param name="At">Where the weight is written, else if it is tracked.</param>
internal sealed record VrrpCheck(string Kind, string Name, int Weight, Location At)
{
    private const int MostWeight = 254;

    // The blocks that define a tracked check. An interface needs no definition, and that of a BFD session has no weight.
    private static readonly FrozenDictionary<string, string[]> Definitions = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["track_script"] = ["vrrp_script"],
        ["track_process"] = ["vrrp_track_process"],
        ["track_file"] = ["track_file", "vrrp_track_file"],
        ["track_interface"] = [],
        ["track_bfd"] = [],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether it checks more than the network: an interface that is up shows nothing about the load balancer.</summary>
    internal bool AsksBalancer => Kind is not ("track_interface" or "track_bfd");

    /// <summary>Whether a failure changes only the weight: that of a file is a factor of the number in it.</summary>
    internal bool IsWhole => Kind != "track_file";

    /// <summary>The checks that a block tracks; none if it is another kind of block.</summary>
    /// <param name="block">A block of an instance or of its group.</param>
    /// <param name="statements">The file, which defines the checks.</param>
    internal static IEnumerable<VrrpCheck> In(KeepalivedStatement block, ImmutableArray<KeepalivedStatement> statements) =>
        Definitions.TryGetValue(block.Name, out var kinds)
            ? block.Block.Select(tracked => Of(
                block.Name,
                tracked,
                statements.FirstOrDefault(defined => kinds.Contains(defined.Name) && defined.Value == tracked.Name)))
            : [];

    // A weight next to the name overrides that of the definition. Without any it is 0, and 1 for a file.
    private static VrrpCheck Of(string kind, KeepalivedStatement tracked, KeepalivedStatement? definition)
    {
        var written = definition?.Block.LastOrDefault(statement => statement.Name == "weight");
        return tracked.Words is [_, "weight", var own, ..]
            ? new VrrpCheck(kind, tracked.Name, Number(own), tracked.At)
            : new VrrpCheck(
                kind, tracked.Name, written?.Value is { } weight ? Number(weight) : kind == "track_file" ? 1 : 0, written?.At ?? tracked.At);
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, -MostWeight, MostWeight)
            : 0;
}
