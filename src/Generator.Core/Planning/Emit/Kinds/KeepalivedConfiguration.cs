using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;

namespace Generator.Core.Planning.Emit.Kinds;

/// <summary>
/// The VIP's configuration, which keepalived reloads: the distribution's keepalived.conf, or a separate one for a separate service if
/// keepalived.conf moves another address.
/// </summary>
internal static class KeepalivedConfiguration
{
    // The three intervals after which a silent host has lost the VIP, in seconds (RFC 5798, Master_Down_Interval).
    private const double Interval = 0.5;

    private const int HighestPriority = 200;

    internal static readonly ArtefactKind Kind = new()
    {
        Name = "keepalived.conf",
        Why = "moves the VIP to another load balancer within 2 s when this host or its load balancer fails",
        Template = "keepalived.conf",
        Files = Files,
        Path = BalancerKind.PathOf(BalancerProgram.Keepalived),
        Group = DeliveryGroup.LoadBalancer,
        LoadedBy = host => host.VipUnit,
        Load = _ => LoadAction.Reload,

        // The shared one is the distribution's example: a host whose keepalived moves an address has a separate one.
        MayReplace = host => host.VipUnit == BalancerProgram.Keepalived.Shared,
    };

    /// <summary>The record for the template.</summary>
    /// <param name="Cluster">The cluster's name.</param>
    /// <param name="Program">The program that balances.</param>
    /// <param name="Script">The script that checks it.</param>
    /// <param name="Vip">The VIP with its prefix.</param>
    /// <param name="Interface">The interface that carries it.</param>
    /// <param name="RouterId">The virtual router's number.</param>
    /// <param name="Own">What differs from host to host.</param>
    internal sealed record View(string Cluster, string Program, string Script, string Vip, string Interface, string RouterId, HostView Own);

    /// <summary>What differs from host to host.</summary>
    /// <param name="Peers">The other hosts' addresses.</param>
    /// <param name="Takeover">After how many seconds another host has the VIP when this one dies.</param>
    internal sealed record HostView(string Name, string Address, int Priority, string Takeover, ImmutableArray<string> Peers);

    private static IEnumerable<(HostPlan Host, object View)> Files(ClusterPlan plan) =>
        plan.Balancer is { Program: { } program, Vip: { } vip }
            ? from host in plan.With(HostRole.LoadBalancer)
              select (host, (object)new View(
                  plan.Name,
                  program.Name,
                  LoadBalancerCheck.Path,
                  $"{vip.Address}/{(vip.Address.Value.IsIpv6 ? 128 : 32)}",
                  vip.Interface.ToString(),
                  vip.RouterId.ToString(),
                  OwnOf([.. plan.With(HostRole.LoadBalancer)], host)))
            : [];

    private static HostView OwnOf(ImmutableArray<HostPlan> hosts, HostPlan host)
    {
        var index = hosts.IndexOf(host);
        // The slowest of the others takes over.
        var lowest = Priority(hosts.Length - 1, hosts.Length);
        var takeover = (3 * Interval) + (Interval * (256 - lowest) / 256);
        return new HostView(
            host.Name,
            host.Address.Text,
            Priority(index, hosts.Length),
            takeover.ToString("0.0", CultureInfo.InvariantCulture),
            [.. hosts.Where(other => other != host).Select(other => other.Address.Text)]);
    }

    // In the order of the topology, apart by 50 as keepalived.conf(5) recommends, or by less where the hosts are many.
    private static int Priority(int index, int hosts) => HighestPriority - (index * Math.Min(50, (HighestPriority - 1) / hosts));
}
