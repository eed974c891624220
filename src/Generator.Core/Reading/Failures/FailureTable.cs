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

    /// <summary>The hosts that can have the endpoint's address; empty if that is not known (see <see cref="ClientEntry"/>).</summary>
    public ImmutableArray<string> Carriers { get; init; } = [];

    /// <summary>Computes the table.</summary>
    public static FailureTable Of(ClusterShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var outage = new Outage(shape);
        var single = shape.Hosts.Select(host => outage.Of([host])).ToImmutableArray();
        return new FailureTable([.. single, .. Pairs(outage, single, NotOnlyWorkers(shape))])
        {
            Endpoint = shape.Entry.Address,
            Carriers = shape.Entry.Carriers,
        };
    }

    // With 200 workers, 20 000 pairs would show nothing: that the last two take all pods with them needs no table.
    private static HashSet<string> NotOnlyWorkers(ClusterShape shape) =>
        shape.Apiservers.Select(apiserver => apiserver.Host)
            .Concat(shape.Balancers.Where(balancer => !balancer.IsNodeLocal).Select(balancer => balancer.Host))
            .Concat(shape.Etcd.Select(member => member.Host))
            .Concat(shape.Controllers.Select(controllers => controllers.Host))
            .Concat(shape.Entry.Carriers)
            .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<FailureRow> Pairs(Outage outage, ImmutableArray<FailureRow> single, HashSet<string> candidates)
    {
        var bearable = single.Where(row => row.Losses == FailureLosses.None)
            .Select(row => row.Hosts[0])
            .Where(candidates.Contains)
            .ToArray();
        return from first in Enumerable.Range(0, bearable.Length)
               from second in Enumerable.Range(first + 1, bearable.Length - first - 1)
               let row = outage.Of([bearable[first], bearable[second]])
               where row.Losses != FailureLosses.None
               select row;
    }
}
