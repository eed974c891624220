using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Reading.Model;

namespace Generator.Core.Output.Pictures;

/// <summary>The cards between the clients and the masters: the endpoint that clients use, and the hosts behind it.</summary>
internal static class BalancerCards
{
    internal static ImmutableArray<Grid> Of(Comparison sides)
    {
        var endpoint = EndpointCard.Of(sides);
        ImmutableArray<Card> hosts = [.. sides.Balancers.Select(host => Of(host, sides))];
        if (sides.After.LoadBalancer is { Hosts.IsEmpty: false, IsNodeLocal: false })
            return [new Grid([endpoint]), new Grid(hosts)];
        // All of these are removed, so no connection goes through them to the masters.
        return [new Grid([endpoint, .. hosts.Select(host => host with { IsReached = false, Leads = false })])];
    }

    private static Card Of(Marked<Host> host, Comparison sides)
    {
        var card = new Card("host", [new Line(Typeface.Name, host.Value.Name.ToString())], host.Mark);
        return sides.SideOf(host.Mark).LoadBalancer is not { } balancer
            ? card
            : card with
            {
                Lines = card.Lines
                    .Add(
                        new Line(
                            Typeface.Address, string.Create(CultureInfo.InvariantCulture, $"{host.Value.Address.Value.Bracketed}:{balancer.Port}")))
                    .Add(new Line(Typeface.Detail, Program(balancer, IsBehind(balancer, host.Value)))),
                IsReached = IsBehind(balancer, host.Value),
            };
    }

    // An endpoint that is one host's own address leads only to that host.
    private static bool IsBehind(LoadBalancer balancer, Host host) =>
        balancer.Endpoint.Value.Address is not { } address
        || address == host.Address.Value
        || balancer.Hosts.All(other => other.Address.Value != address);

    private static string Program(LoadBalancer balancer, bool isBehind)
    {
        var program = balancer.Http.Value.On ? $"{balancer.Engine}, http page on port 80" : balancer.Engine.ToString();
        return isBehind ? program : $"{program}, not behind the endpoint";
    }
}
