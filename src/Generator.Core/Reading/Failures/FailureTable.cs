using System.Collections.Immutable;

namespace Generator.Core.Reading.Failures;

/// <summary>
/// What happens when hosts die: one row for each single host, and one for each pair of which neither loses anything alone, and both together do.
/// </summary>
/// <param name="Rows">The rows: single hosts in the order of the topology, then pairs.</param>
public sealed record FailureTable(ImmutableArray<FailureRow> Rows)
{
    /// <summary>The endpoint that clients use, host and port.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Whether it is known which hosts can have the endpoint's address.</summary>
    public bool KnowsCarriers { get; init; } = true;

    /// <summary>Computes the table.</summary>
    public static FailureTable Of(ClusterShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var outage = new Outage(shape);
        var single = shape.Hosts.Select(host => outage.Of([host])).ToImmutableArray();
        return new FailureTable([.. single, .. Pairs(outage, single, Carriers(shape))])
        {
            Endpoint = shape.Entry.Address,
            KnowsCarriers = !shape.Entry.Carriers.IsEmpty,
        };
    }

    // Workers alone are left out: that the last two workers take all pods with them needs no table.
    private static HashSet<string> Carriers(ClusterShape shape) =>
        shape.Apiservers.Select(apiserver => apiserver.Host)
            .Concat(shape.Balancers.Select(balancer => balancer.Host))
            .Concat(shape.Etcd.Select(member => member.Host))
            .Concat(shape.Controllers.Select(controllers => controllers.Host))
            .Concat(shape.Entry.Carriers)
            .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<FailureRow> Pairs(Outage outage, ImmutableArray<FailureRow> single, HashSet<string> carriers)
    {
        var bearable = single.Where(row => row.Losses == FailureLosses.None && carriers.Contains(row.Hosts[0])).Select(row => row.Hosts[0]).ToArray();
        return from first in Enumerable.Range(0, bearable.Length)
               from second in Enumerable.Range(first + 1, bearable.Length - first - 1)
               let row = outage.Of([bearable[first], bearable[second]])
               where row.Losses != FailureLosses.None
               select row;
    }
}
