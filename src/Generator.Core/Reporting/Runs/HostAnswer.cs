using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Wire;

namespace Generator.Core.Reporting.Runs;

/// <summary>What an answer means.</summary>
public static class HostAnswer
{
    private const string Plan = "plan";

    /// <summary>The number of the last delivery that is kept; null where the engine has not printed it.</summary>
    public static int? Delivered(IEnumerable<EngineRecord> records) =>
        records.OfType<EngineFact>().FirstOrDefault(fact => fact.Name == "delivered") is { } delivered
            ? int.Parse(delivered.Value, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;

    /// <summary>What would change on a host: the events of <c>plan</c>, each with the lines of text that follow it.</summary>
    public static ImmutableArray<ChangePlanned> Changes(IEnumerable<EngineRecord> records)
    {
        var changes = ImmutableArray.CreateBuilder<ChangePlanned>();
        foreach (var record in records)
        {
            if (record is EngineEvent { Step: Plan, Result: not "same", Code: not "summary" } said)
                changes.Add(new ChangePlanned(said.Host, said.Result, Subject(said), []));
            else if (record is EngineText text && changes.Count > 0)
                changes[^1] = changes[^1] with { Difference = changes[^1].Difference.Add(text.Line) };
        }

        return changes.ToImmutable();
    }

    private static string Subject(EngineEvent said) => said.Code == "secret" ? $"{said.Detail} (its content is not shown)" : said.Detail;
}
