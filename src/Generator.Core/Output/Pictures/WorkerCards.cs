using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Reading.Model;

namespace Generator.Core.Output.Pictures;

/// <summary>The workers: a few one by one; many in groups by mark and kind of name, or only by mark if there are many kinds of names.</summary>
internal static class WorkerCards
{
    private const int MostAlone = 8;

    internal static ImmutableArray<Card> Of(Comparison sides)
    {
        var workers = sides.Workers.Select(worker => new Marked<Host>(worker.Value.Host, worker.Mark)).ToArray();
        return workers.Length switch
        {
            0 => [new Card("notice", [new Line(Typeface.Detail, "no workers")]) { Leads = false }],
            <= MostAlone => [.. workers.Select(Alone)],
            _ => [.. Grouped(workers).Select(group => group is [var only] ? Alone(only) : Together(group))],
        };
    }

    private static Marked<Host>[][] Grouped(Marked<Host>[] workers)
    {
        Marked<Host>[][] byName = [.. workers.GroupBy(worker => (worker.Mark, Kind(worker.Value))).Select(group => group.ToArray())];
        return byName.Length <= MostAlone ? byName : [.. workers.GroupBy(worker => worker.Mark).Select(group => group.ToArray())];
    }

    // k8s-node1 and k8s-node02 are one kind.
    private static string Kind(Host host) => host.Name.Value.Text.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    private static Card Alone(Marked<Host> worker) => new(
        "host",
        [new Line(Typeface.Name, worker.Value.Name.ToString()), new Line(Typeface.Address, worker.Value.Address.ToString())],
        worker.Mark);

    private static Card Together(Marked<Host>[] workers)
    {
        var (first, last) = (workers[0].Value, workers[^1].Value);
        return new Card(
            "host",
            [
                new Line(Typeface.Name, string.Create(CultureInfo.InvariantCulture, $"{workers.Length} workers")),
                new Line(Typeface.Detail, first.Name.ToString()) { Last = last.Name.ToString() },
                new Line(Typeface.Range, first.Address.ToString()) { Last = last.Address.ToString() },
            ],
            workers[0].Mark)
        {
            IsStack = true,
        };
    }
}
