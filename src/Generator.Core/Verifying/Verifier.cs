using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Failures;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Verifying;

/// <summary>Judges what live hosts answered by a reviewed output.</summary>
internal static class Verifier
{
    /// <param name="delivery">The output.</param>
    /// <param name="hosts">The hosts, in the order of the output.</param>
    /// <param name="originals">The captures that the output was built from; none where they are not at hand.</param>
    /// <param name="now">The time (UTC).</param>
    internal static Verification Of(Delivery delivery, ImmutableArray<LiveHost> hosts, ImmutableArray<SourceFile> originals, DateTimeOffset now)
    {
        var read = originals.IsEmpty ? null : OriginalsReader.Read(delivery.Topology, originals);
        var reviewed = read?.Result?.Installations ?? ImmutableSortedDictionary.Create<string, Installation>(StringComparer.Ordinal);
        var site = new Site(delivery, hosts, reviewed, now)
        {
            Unreadable = [.. read?.Findings.Where(finding => finding.Severity == Severity.Error) ?? []],
        };
        var order = hosts.Select((host, index) => (host.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
        return new Verification(
            delivery.Cluster,
            ResultDigests.Identity(delivery.Tree),
            now,
            [.. hosts.Select(host => host.Name)],
            [
                .. LiveCheckList.All.SelectMany(check => check.Of(site))
                    .OrderBy(check => order.GetValueOrDefault(check.Host, int.MaxValue))
                    .ThenBy(check => check.Area)
                    .ThenBy(check => check.Subject, StringComparer.Ordinal),
            ],
            [.. LiveCertificates.On(site).Select(found => found.Certificate)],
            [.. LiveAddresses.Holders(site)],
            FailureTable.Of(LiveShape.Of(site)))
        {
            HasCaptures = !originals.IsEmpty,
        };
    }
}
