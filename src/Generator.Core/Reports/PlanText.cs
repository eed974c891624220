using System.Collections.Immutable;
using Generator.Core.Runs;

namespace Generator.Core.Reports;

/// <summary>What would change, for a person: hosts where the same would be shown stand together, each by its name.</summary>
internal static class PlanText
{
    private const string Start = "plan for ";

    /// <summary>The lines of a plan; the hosts in the order in which they come first.</summary>
    /// <param name="changes">All of it.</param>
    /// <param name="width">How many characters a line of names may have; a name is never broken.</param>
    internal static IEnumerable<string> Lines(IEnumerable<ChangePlanned> changes, int width) => changes
        .GroupBy(change => change.Host, StringComparer.Ordinal)
        .GroupBy(host => string.Join('\n', host.SelectMany(Shown)), host => host.Key, StringComparer.Ordinal)
        .SelectMany(alike => Names([.. alike], width).Concat(alike.Key.Split('\n')));

    private static IEnumerable<string> Shown(ChangePlanned change) =>
        [$"  {change.Action}: {change.Subject}", .. change.Difference.Select(line => $"    {line}")];

    private static IEnumerable<string> Names(ImmutableArray<string> hosts, int width)
    {
        var end = hosts.Length == 1 ? ":" : $" ({hosts.Length} hosts alike):";
        var line = Start;
        foreach (var word in hosts.Select((host, index) => index == hosts.Length - 1 ? $"{host}{end}" : $"{host}, "))
        {
            if (line.Length > Start.Length && line.Length + word.TrimEnd().Length > width)
            {
                yield return line.TrimEnd();
                line = new string(' ', Start.Length);
            }

            line += word;
        }

        yield return line;
    }
}
