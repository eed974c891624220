using System.Collections.Immutable;
using Generator.Core.Reading.Failures;

namespace Generator.Core.Verifying;

/// <summary>The result of verifying a live cluster against a finished <c>out/</c>.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="Output">The digest that names the output, 64 hex digits.</param>
/// <param name="At">When the last host had answered (UTC).</param>
/// <param name="Hosts">The hosts, in the order of the topology.</param>
/// <param name="Checks">Every check, by host (the cluster last) and area.</param>
/// <param name="Certificates">Every certificate that was read, by host and path.</param>
/// <param name="Holders">Who holds which virtual address.</param>
/// <param name="Failures">What happens when a host dies, by what was found live.</param>
public sealed record Verification(
    string Cluster,
    string Output,
    DateTimeOffset At,
    ImmutableArray<string> Hosts,
    ImmutableArray<Check> Checks,
    ImmutableArray<ExpiringCertificate> Certificates,
    ImmutableArray<AddressHolder> Holders,
    FailureTable Failures)
{
    /// <summary>
    /// Whether captures were at hand; where one of them could not be read, a check says so. Without them only delivered files are compared, and
    /// no new file is found.
    /// </summary>
    public bool HasCaptures { get; init; } = true;

    /// <summary>Whether the site has drifted or has a problem.</summary>
    public bool Differs => Checks.Any(check => check.State is CheckState.Drift or CheckState.Problem);

    /// <summary>Whether a check could not be made.</summary>
    public bool IsIncomplete => Checks.Any(check => check.State == CheckState.Unknown);

    /// <summary>The checks with one outcome.</summary>
    public IEnumerable<Check> With(CheckState state) => Checks.Where(check => check.State == state);
}
