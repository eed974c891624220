using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;

namespace Generator.Core.Output.Pictures;

/// <summary>The etcd members, and their hosts in the cluster.</summary>
internal static class EtcdCards
{
    internal static ImmutableArray<Card> Of(Comparison sides) => sides.Etcd is { IsEmpty: false } members
        ? [.. members.Select(member => Of(member, sides))]
        : [new Card("notice", [new Line(Typeface.Detail, "as in the kube-apiserver's flags")])];

    private static Card Of(Marked<Endpoint> member, Comparison sides)
    {
        // A removed host keeps its mark: etcd on it is never touched.
        var host = sides.After.Hosts.Concat(sides.Before.Hosts).FirstOrDefault(host => IsAt(host, member.Value.Host));
        return new Card(
            "host",
            [new Line(Typeface.Address, member.Value.Authority), new Line(Typeface.Detail, host is null ? "on another host" : $"on {host.Name}")],
            member.Mark);
    }

    private static bool IsAt(Host host, HostNameOrAddress name) => name.Address == host.Address.Value || name.Text == host.Name.Value.Text;
}
