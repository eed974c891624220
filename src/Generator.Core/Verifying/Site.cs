using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Verifying;

/// <summary>A reviewed output, and what its hosts answered.</summary>
/// <param name="Delivery">The output.</param>
/// <param name="Hosts">The hosts, in the order of the output.</param>
/// <param name="Reviewed">The captures that the output was built from, by host; empty where they are not at hand.</param>
/// <param name="Now">The time (UTC).</param>
internal sealed record Site(
    Delivery Delivery, ImmutableArray<LiveHost> Hosts, ImmutableSortedDictionary<string, Installation> Reviewed, DateTimeOffset Now)
{
    /// <summary>Why the captures at hand could not be read; empty where they could, and where none are at hand.</summary>
    internal ImmutableArray<Diagnostic> Unreadable { get; init; } = [];

    internal Questions Questions { get; } = Questions.Of(Delivery);

    internal IEnumerable<LiveHost> Answering => Hosts.Where(host => host.HasAnswered);

    internal IEnumerable<LiveHost> Masters => Answering.Where(host => Delivery.Find(host.Name) is { IsMaster: true });

    internal IEnumerable<LiveHost> Balancers => Answering.Where(host => Delivery.Find(host.Name) is { IsBalancer: true });

    internal string AddressOf(string host) => Delivery.Find(host)?.Address ?? "";
}
