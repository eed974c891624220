using System.Globalization;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;

namespace Generator.Core.Output.Pictures;

/// <summary>The endpoint that clients use, and its owner.</summary>
internal static class EndpointCard
{
    internal static Card Of(Comparison sides)
    {
        var (old, now) = (Authority(sides.Before), Authority(sides.After));
        var isMoved = old != now;
        return new Card(
            "endpoint",
            [
                new Line(Typeface.Detail, isMoved ? $"clients use, instead of {old}" : "clients use"),
                new Line(Typeface.Endpoint, now),
                new Line(Typeface.Detail, Owner(sides.After)),
                .. People(sides.After),
            ],
            isMoved || Owner(sides.Before) != Owner(sides.After) ? Mark.Changed : Mark.None);
    }

    private static string Authority(Topology topology) => topology.LoadBalancer is { } balancer
        ? balancer.ForNodes.Authority
        : string.Create(CultureInfo.InvariantCulture, $"{Source(topology)?.Address.Value.Bracketed}:{topology.Apiserver.Port}");

    private static string Owner(Topology topology) => topology.LoadBalancer switch
    {
        null => $"no load balancer: clients use only {topology.Source}",
        { Engine.Value.Value: BalancerEngine.External } => "an external load balancer",
        { IsNodeLocal: true } balancer => $"{balancer.Engine} on every node",
        { Vip: { } vip } balancer when vip.Address.Value == balancer.Endpoint.Value.Address => $"VIP, carried by {Names(balancer)}",
        { Vip: { } vip } balancer => $"VIP {vip.Address}, carried by {Names(balancer)}",
        var balancer => balancer.Hosts.FirstOrDefault(host => host.Address.Value == balancer.Endpoint.Value.Address) is { } host
            ? $"the address of {host.Name}"
            : $"in front of {Names(balancer)}",
    };

    private static IEnumerable<Line> People(Topology topology) => topology.LoadBalancer is { IsNodeLocal: true } balancer
        ? [new Line(Typeface.Detail, $"others use {balancer.ForPeople(topology.Apiserver.Port.Value).Authority}")]
        : [];

    private static Host? Source(Topology topology) =>
        topology.Masters.FirstOrDefault(master => master.Host.Name.Value == topology.Source.Value)?.Host;

    private static string Names(LoadBalancer balancer) => string.Join(", ", balancer.Hosts.Select(host => host.Name));
}
