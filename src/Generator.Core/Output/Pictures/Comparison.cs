using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;

namespace Generator.Core.Output.Pictures;

/// <summary>Two sides of a change, part by part: kept and new parts in the order of the later side, then removed ones.</summary>
/// <param name="Changed">The names of hosts on both sides with changes.</param>
internal sealed record Comparison(Topology Before, Topology After, IReadOnlySet<string> Changed)
{
    internal ImmutableArray<Marked<Worker>> Workers => Hosts(Before.Workers, After.Workers, worker => worker.Host);

    internal ImmutableArray<Marked<Host>> Balancers => Hosts(HostsOf(Before.LoadBalancer), HostsOf(After.LoadBalancer), host => host);

    internal ImmutableArray<Marked<Master>> Masters => Hosts(Before.Masters, After.Masters, master => master.Host);

    internal ImmutableArray<Marked<Endpoint>> Etcd => Of(Members(Before), Members(After), member => member.Authority, (_, _) => false);

    /// <summary>The side that contains a part.</summary>
    internal Topology SideOf(Mark mark) => mark == Mark.Removed ? Before : After;

    /// <summary>A text of both sides if it is the same, else both texts.</summary>
    internal string Text(Func<Topology, string> text) =>
        text(Before) == text(After) ? text(After) : $"{text(Before)} → {text(After)}";

    // One on every node is no machine of its own: the card of the endpoint shows it.
    private static ImmutableArray<Host> HostsOf(LoadBalancer? balancer) => balancer is { IsNodeLocal: false } ? balancer.Hosts : [];

    private static IEnumerable<Endpoint> Members(Topology topology) => topology.Etcd.Select(member => member.Value);

    private ImmutableArray<Marked<T>> Hosts<T>(IEnumerable<T> before, IEnumerable<T> after, Func<T, Host> host) =>
        Of(
            before,
            after,
            item => host(item).Name.Value.Text,
            (old, now) => Changed.Contains(host(now).Name.Value.Text) || host(old).Address.Value != host(now).Address.Value);

    // A name can occur twice in an unchecked topology; the other side is compared with its first entry.
    private static ImmutableArray<Marked<T>> Of<T>(IEnumerable<T> before, IEnumerable<T> after, Func<T, string> key, Func<T, T, bool> differ)
    {
        var old = before.ToLookup(key, StringComparer.Ordinal);
        var now = after.ToLookup(key, StringComparer.Ordinal);
        var kept = now.SelectMany(same => same).Select(item => new Marked<T>(item, old[key(item)].ToArray() switch
        {
            [] => Mark.New,
            [var earlier, ..] => differ(earlier, item) ? Mark.Changed : Mark.None,
        }));
        return [.. kept, .. old.Where(same => !now.Contains(same.Key)).SelectMany(same => same).Select(item => new Marked<T>(item, Mark.Removed))];
    }
}
