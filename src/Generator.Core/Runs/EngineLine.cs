using System.Collections.Immutable;
using System.Globalization;

namespace Generator.Core.Runs;

/// <summary>What the host engine says on its own output.</summary>
public static class EngineLine
{
    private const string Plan = "plan";

    /// <summary>An event, as the engine writes it with <c>--events</c>; null for another line.</summary>
    public static EngineSaid? Event(string line) =>
        line.Split('\t', 5) is ["event", var host, var step, var result, var detail] ? new EngineSaid(host, step, result, detail) : null;

    /// <summary>The number of the last delivery that is kept, from the events of <c>status</c>; null where the engine did not come so far.</summary>
    public static int? Delivered(IEnumerable<EngineSaid> said) =>
        said.FirstOrDefault(line => line is { Step: "status", Result: "delivered" }) is { } delivered && int.TryParse(delivered.Detail, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What would change on a host: what <c>plan</c> prints for a person, a change a line with the lines that differ below it.</summary>
    public static ImmutableArray<ChangePlanned> Changes(string host, IEnumerable<string> lines)
    {
        var changes = ImmutableArray.CreateBuilder<ChangePlanned>();
        foreach (var line in lines)
        {
            if (Said(host, line) is { } said)
                changes.Add(new ChangePlanned(host, said.Result, said.Detail, []));
            else if (changes.Count > 0)
                changes[^1] = changes[^1] with { Difference = changes[^1].Difference.Add(line) };
        }

        return [.. changes.Where(change => change.Action != "same" && (change.Action != "different" || change.Subject.StartsWith('/')))];
    }

    // A line of a difference begins with a blank, a sign or "@@", and never with the name of a host.
    private static EngineSaid? Said(string host, string line)
    {
        var start = $"{host}: {Plan}: ";
        if (!line.StartsWith(start, StringComparison.Ordinal))
            return null;
        var parts = line[start.Length..].Split(": ", 2);
        return new EngineSaid(host, Plan, parts[0], parts.Length == 2 ? parts[1] : "");
    }
}
