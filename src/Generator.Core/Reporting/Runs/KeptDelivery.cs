using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Wire;

namespace Generator.Core.Reporting.Runs;

/// <summary>A delivery that a host keeps, and can undo.</summary>
/// <param name="Number">Its number there.</param>
/// <param name="Result">The digest of the output that it came from; empty where an older engine has not recorded it.</param>
/// <param name="At">When it was confirmed, by the host's clock (ISO 8601, UTC).</param>
/// <param name="Units">Its units.</param>
/// <param name="Stopped">Those of them that did not run before.</param>
public sealed record KeptDelivery(int Number, string Result, string At, ImmutableArray<string> Units, ImmutableArray<string> Stopped)
{
    private const int Shown = 12;

    /// <summary>The ID of the change or ticket; empty for none.</summary>
    public string Change { get; init; } = "";

    /// <summary>Why it was made, in the operator's words; empty for none.</summary>
    public string Message { get; init; } = "";

    /// <summary>The digest of an output, as people write it.</summary>
    public static string Id(string result) => result.Length > Shown ? result[..Shown] : result;

    /// <summary>The deliveries of a host, the oldest first, from the engine's answer to <c>status</c>.</summary>
    public static ImmutableArray<KeptDelivery> Of(IEnumerable<EngineRecord> records)
    {
        var facts = records.OfType<EngineFact>().ToLookup(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal);
        return
        [
            .. facts["kept"].Select(Parse).OfType<KeptDelivery>().OrderBy(delivery => delivery.Number)
                .Select(delivery => delivery with { Change = About(delivery, facts["change"]), Message = About(delivery, facts["message"]) }),
        ];
    }

    // The text behind the number of the delivery.
    private static string About(KeptDelivery delivery, IEnumerable<string> values) =>
        values.Select(value => value.Split(' ', 2)).FirstOrDefault(parts => NumberOf(parts[0]) == delivery.Number) is [_, var text] ? text : "";

    private static int? NumberOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static KeptDelivery? Parse(string detail)
    {
        if (detail.Split(' ') is not [var number, var result, var time, .. var rest] || NumberOf(number) is not { } known)
            return null;
        var units = string.Concat(rest).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(unit => unit.Split('=')).ToArray();
        return new KeptDelivery(
            known,
            result == "-" ? "" : result,
            time,
            [.. units.Select(unit => unit[0])],
            [.. units.Where(unit => unit[^1] == "stopped").Select(unit => unit[0])]);
    }
}
