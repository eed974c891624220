using System.Collections.Immutable;
using System.Globalization;

namespace Generator.Core.Runs;

/// <summary>A delivery that a host keeps, and can undo.</summary>
/// <param name="Number">Its number there.</param>
/// <param name="Result">The digest that names the result which it came from; empty where an older engine has not noted it.</param>
/// <param name="At">When it was confirmed, by the host's clock (ISO 8601, UTC).</param>
/// <param name="Units">The units that it has concerned.</param>
/// <param name="Stopped">Those of them that did not run before.</param>
public sealed record KeptDelivery(int Number, string Result, string At, ImmutableArray<string> Units, ImmutableArray<string> Stopped)
{
    private const int Shown = 12;

    /// <summary>The result as people name it.</summary>
    public static string Id(string result) => result.Length > Shown ? result[..Shown] : result;

    /// <summary>The deliveries of a host, the oldest first, from the engine's answer to <c>status</c>.</summary>
    public static ImmutableArray<KeptDelivery> Of(IEnumerable<EngineRecord> records) =>
    [
        .. records.OfType<EngineFact>().Where(fact => fact.Name == "kept")
            .Select(fact => Parse(fact.Value))
            .OfType<KeptDelivery>()
            .OrderBy(delivery => delivery.Number),
    ];

    private static KeptDelivery? Parse(string detail)
    {
        if (detail.Split(' ') is not [var number, var result, var time, .. var rest] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var known))
            return null;
        var units = string.Concat(rest).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(unit => unit.Split('=')).ToArray();
        return new KeptDelivery(known, result == "-" ? "" : result, time, [.. units.Select(unit => unit[0])], [.. units.Where(unit => unit[^1] == "stopped").Select(unit => unit[0])]);
    }
}
