using System.Collections.Immutable;
using System.Globalization;

namespace Generator.Core.Capturing.Captures;

/// <summary>
/// The cluster as it exists now, to prove that a build of it would change no captured host. A host that was not captured gets a name, so
/// that it can be compiled; nothing of it is compared.
/// </summary>
internal static class ExistingCluster
{
    // RFC 5737: an address of no host, for a load balancer that is known only by its name.
    private const string NoHost = "192.0.2.1";

    internal static DraftedCluster Of(DraftedCluster cluster) => cluster with
    {
        Masters = [.. cluster.Masters.Select((master, index) => Named(master, "master", index))],
        Workers = [.. Workers(cluster.Workers)],
        Balancer = cluster.Balancer is { } balancer
            ? balancer with { Hosts = [.. balancer.Hosts.Select((host, index) => Named(host, "balancer", index))] }
            : null,
    };

    private static IEnumerable<DraftedHost> Workers(ImmutableArray<DraftedHost> workers) => workers.Any(worker => worker.Machine is not null)
        ? workers.Select((worker, index) => Named(worker, "worker", index) with { IsAssumed = worker.Machine is null })
        : [];

    private static DraftedHost Named(DraftedHost host, string role, int index) => host.Machine is not null ? host : host with
    {
        Name = host.Name ?? string.Create(CultureInfo.InvariantCulture, $"uncaptured-{role}{index + 1}"),
        Address = host.Address ?? NoHost,
    };
}
