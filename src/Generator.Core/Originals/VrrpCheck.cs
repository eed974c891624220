using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Diagnostics;
using Generator.Core.Syntax;

namespace Generator.Core.Originals;

/// <summary>Something that decides who carries an address (keepalived.conf(5), track_script and its kin).</summary>
/// <param name="Kind">The block that tracks it, such as <c>track_script</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Weight">What it adds to the priority or takes from it; 0 where a failed check stops the instance.</param>
/// <param name="At">Where the weight is written, else where it is tracked.</param>
internal sealed record VrrpCheck(string Kind, string Name, int Weight, Location At)
{
    private const int MostWeight = 254;

    // The blocks that define what another one tracks. An interface needs no definition, and that of a BFD session has no weight.
    private static readonly FrozenDictionary<string, string[]> Definitions = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["track_script"] = ["vrrp_script"],
        ["track_process"] = ["vrrp_track_process"],
        ["track_file"] = ["track_file", "vrrp_track_file"],
        ["track_interface"] = [],
        ["track_bfd"] = [],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether it asks something beside the network: an interface that is up says nothing of the balancer behind it.</summary>
    internal bool AsksBalancer => Kind is not ("track_interface" or "track_bfd");

    /// <summary>Whether the weight is all that a failure changes: that of a file is a factor of the number in it.</summary>
    internal bool IsWhole => Kind != "track_file";

    /// <summary>What a block tracks; nothing where it is no such block.</summary>
    /// <param name="block">A block of an instance or of its group.</param>
    /// <param name="statements">The file, which defines what is tracked.</param>
    internal static IEnumerable<VrrpCheck> In(KeepalivedStatement block, ImmutableArray<KeepalivedStatement> statements) =>
        Definitions.TryGetValue(block.Name, out var kinds)
            ? block.Block.Select(tracked => Of(block.Name, tracked, statements.FirstOrDefault(defined => kinds.Contains(defined.Name) && defined.Value == tracked.Name)))
            : [];

    // A weight beside the name wins over that of the definition. Without any it is 0, and 1 for a file.
    private static VrrpCheck Of(string kind, KeepalivedStatement tracked, KeepalivedStatement? definition)
    {
        var written = definition?.Block.LastOrDefault(statement => statement.Name == "weight");
        return tracked.Words is [_, "weight", var own, ..]
            ? new VrrpCheck(kind, tracked.Name, Number(own), tracked.At)
            : new VrrpCheck(kind, tracked.Name, written?.Value is { } weight ? Number(weight) : kind == "track_file" ? 1 : 0, written?.At ?? tracked.At);
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, -MostWeight, MostWeight) : 0;
}
