using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Templating;
using Generator.Core.Reading.Model;

namespace Generator.Core.Output.Pictures;

/// <summary>
/// Draws a cluster as SVG: the workers, the load balancer, the masters, etcd, and the connections between them. The picture needs no
/// other file: no script, no font.
/// </summary>
internal static class ClusterPicture
{
    /// <summary>The picture of a cluster.</summary>
    internal static string Of(Topology topology) => Of(topology, topology, FrozenSet<string>.Empty);

    /// <summary>The picture of a change: every host of either side, new, removed and changed ones marked.</summary>
    /// <param name="changed">Names of hosts on both sides with changes.</param>
    internal static string Of(Topology before, Topology after, IReadOnlySet<string> changed) =>
        Templates.Render("topology.svg", Drawn(new Comparison(before, after, changed)));

    private static Picture Drawn(Comparison sides)
    {
        ImmutableArray<Tier> tiers =
        [
            new("Workers", [new Grid(WorkerCards.Of(sides))]),
            new("Load balancer", BalancerCards.Of(sides)),
            new("Masters", [new Grid(MasterCards.Of(sides))]),
            new("etcd", [new Grid(EtcdCards.Of(sides))]),
        ];
        return Sheet.Lay(sides.Text(side => side.Cluster.ToString()), Summary(sides), tiers, Legend(tiers));
    }

    private static string Summary(Comparison sides) => string.Join(" · ",
    [
        $"Kubernetes {sides.Text(side => side.Kubernetes.ToString())}",
        Count(sides, side => side.Workers.Length, "worker"),
        Count(sides, side => side.Masters.Length, "master"),
        // Without any here, the kube-apiserver's flags define the number.
        .. sides.Etcd.IsEmpty ? Array.Empty<string>() : [Count(sides, side => side.Etcd.Length, "etcd member")],
    ]);

    private static string Count(Comparison sides, Func<Topology, int> count, string word) =>
        $"{sides.Text(side => count(side).ToString(CultureInfo.InvariantCulture))} {word}{(count(sides.After) == 1 ? "" : "s")}";

    private static ImmutableArray<Card> Legend(IEnumerable<Tier> tiers)
    {
        var used = tiers.SelectMany(tier => tier.Grids).SelectMany(grid => grid.Cards).Select(card => card.Mark).ToHashSet();
        return [.. new[] { Mark.New, Mark.Changed, Mark.Removed }.Where(used.Contains).Select(Explained)];
    }

    private static Card Explained(Mark mark) => new("legend", [new Line(Typeface.Detail, Meaning(mark), Tag.Of(mark))]);

    private static string Meaning(Mark mark) => mark switch
    {
        Mark.New => "added by this change",
        Mark.Changed => "changed by this change",
        _ => "removed by this change",
    };
}
