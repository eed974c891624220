using System.Collections.Immutable;
using Generator.Core.Reporting.Runs;

namespace Generator.Core.Reporting.Reports;

/// <summary>The planned changes. Hosts with the same changes share one block that names each of them.</summary>
internal static class PlanText
{
    private const string Start = "plan for ";

    /// <summary>The lines of a plan, with the hosts in the order of their first appearance.</summary>
    /// <param name="width">The most characters of a line of names; a name is never broken.</param>
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
