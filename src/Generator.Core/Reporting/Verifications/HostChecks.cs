using System.Collections.Immutable;
using Generator.Core.Verifying;

namespace Generator.Core.Reporting.Verifications;

/// <summary>The checks of one host, or of the cluster.</summary>
/// <param name="Host">The host; empty for the cluster.</param>
/// <param name="Checks">Its checks, in the order of the verification.</param>
internal sealed record HostChecks(string Host, ImmutableArray<Check> Checks)
{
    /// <summary>Its name in a report.</summary>
    internal string Name => Host.Length == 0 ? CheckWords.Cluster : Host;

    internal CheckState State => CheckWords.Worst(Checks);

    /// <summary>The checks that are not fine, the gravest first.</summary>
    internal ImmutableArray<Check> Faults =>
        [.. CheckWords.ByGravity.Where(state => state != CheckState.Fine).SelectMany(state => Checks.Where(check => check.State == state))];

    /// <summary>The hosts in the order of the verification, then the cluster. A host without a check is left out.</summary>
    internal static ImmutableArray<HostChecks> Of(Verification verification)
    {
        var byHost = verification.Checks.ToLookup(check => check.Host, StringComparer.Ordinal);
        var hosts = verification.Hosts.Concat(byHost.Select(host => host.Key)).Where(host => host.Length > 0).Distinct(StringComparer.Ordinal);
        return [.. hosts.Append("").Where(byHost.Contains).Select(host => new HostChecks(host, [.. byHost[host]]))];
    }
}
