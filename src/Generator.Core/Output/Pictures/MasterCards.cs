using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Reading.Model;

namespace Generator.Core.Output.Pictures;

/// <summary>The masters, with their addresses and ports.</summary>
internal static class MasterCards
{
    internal static ImmutableArray<Card> Of(Comparison sides) => [.. sides.Masters.Select(master => Of(master, sides))];

    private static Card Of(Marked<Master> master, Comparison sides)
    {
        var (host, side) = (master.Value.Host, sides.SideOf(master.Mark));
        var isSource = host.Name.Value == side.Source.Value;
        return new Card(
            "host",
            [
                new Line(Typeface.Name, host.Name.ToString()),
                new Line(Typeface.Address, string.Create(CultureInfo.InvariantCulture, $"{host.Address.Value.Bracketed}:{side.Apiserver.Port}")),
                new Line(Typeface.Detail, Node(master.Value, isSource), isSource ? Tag.Source : null),
            ],
            master.Mark)
        {
            // Without a load balancer every client stays with the source master.
            IsReached = side.LoadBalancer is not null || isSource,
        };
    }

    // If it is not written, a new master does as the source master does.
    private static string Node(Master master, bool isSource) => master.RunsNode switch
    {
        { Value.On: true } => "node: yes",
        { Value.On: false } => "node: no",
        _ => isSource ? "" : "node: as on the source master",
    };
}
