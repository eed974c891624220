using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Model;

/// <summary>The quorum of etcd before and after a change. haplane never changes etcd's own member list.</summary>
internal static class EtcdOutlook
{
    internal static IEnumerable<string> Of(Topology before, Topology after)
    {
        yield return before.Etcd.Select(member => member.Value).SequenceEqual(after.Etcd.Select(member => member.Value))
            ? $"unchanged: {Quorum(before.Etcd.Length)}"
            : $"before: {Quorum(before.Etcd.Length)}; afterwards: {Quorum(after.Etcd.Length)}";
        foreach (var (member, host) in OnLeavingHosts(before, after))
            yield return $"{member} is on {host}, which leaves the cluster. It keeps running there; if that machine is switched off, "
                + $"{Quorum(after.Etcd.Length, lost: 1)}";
    }

    /// <summary>The members on hosts that leave the cluster.</summary>
    internal static IEnumerable<(string Member, string Host)> OnLeavingHosts(Topology before, Topology after) =>
        from member in after.Etcd
        from host in before.Hosts
        where member.Value.Host.Address == host.Address.Value && after.Hosts.All(kept => kept.Address.Value != host.Address.Value)
        select (member.Value.ToString(), host.Name.Value.Text);

    private static string Quorum(int members, int lost = 0)
    {
        var needed = (members / 2) + 1;
        var spare = members - lost - needed;
        var left = lost == 0 ? Counted.Of(members, "member") : FormattableString.Invariant($"{members - lost} of {members} members are left");
        return spare switch
        {
            < 0 => FormattableString.Invariant($"{left}, quorum is {needed}: etcd would be unavailable"),
            0 => FormattableString.Invariant($"{left}, quorum is {needed}: no member may fail"),
            _ => FormattableString.Invariant($"{left}, quorum is {needed}: {spare} may fail"),
        };
    }
}
