using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Values;
using Generator.Core.Verifying;

namespace Generator.Core.Reporting.Verifications;

/// <summary>How checks are named and counted in every report.</summary>
internal static class CheckWords
{
    /// <summary>The states from the gravest to the best.</summary>
    internal static readonly ImmutableArray<CheckState> ByGravity = [CheckState.Drift, CheckState.Problem, CheckState.Unknown, CheckState.Fine];

    /// <summary>The name of the part that is no host.</summary>
    internal const string Cluster = "cluster";

    internal static string Of(CheckState state) => state.ToString().ToLowerInvariant();

    internal static string Of(CheckArea area) => area.ToString().ToLowerInvariant();

    /// <summary>The gravest state of some checks; fine where there are none.</summary>
    internal static CheckState Worst(IEnumerable<Check> checks)
    {
        var there = checks.Select(check => check.State).ToHashSet();
        return ByGravity.FirstOrDefault(there.Contains, CheckState.Fine);
    }

    /// <summary><c>2 drifted, 1 problem, 0 unknown, 118 fine</c>.</summary>
    internal static string Counts(Verification verification) =>
        string.Join(", ", ByGravity.Select(state => Count(state, verification.With(state).Count())));

    /// <summary>The states other than fine that some checks have: <c>2 drifted, 1 problem</c>.</summary>
    internal static string Faults(IReadOnlyCollection<Check> checks) => string.Join(
        ", ",
        from state in ByGravity
        where state != CheckState.Fine
        let count = checks.Count(check => check.State == state)
        where count > 0
        select Count(state, count));

    /// <summary>What was checked where everything is fine: <c>41 files, 5 services</c>.</summary>
    internal static string Scope(IReadOnlyCollection<Check> checks)
    {
        var files = checks.Count(check => check.Area == CheckArea.File);
        var services = checks.Count(check => check.Area == CheckArea.Service);
        return (files, services) == (0, 0)
            ? Counted.Of(checks.Count, "check")
            : $"{Counted.Of(files, "file")}, {Counted.Of(services, "service")}";
    }

    /// <summary>What was not compared; empty where everything was.</summary>
    internal static string Scope(Verification verification) => verification.HasCaptures
        ? ""
        : "Only the delivered files were compared. To compare the captured ones and to find new ones, verify an output next to its originals/.";

    /// <summary>The time of a report.</summary>
    internal static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The start of a digest, which is enough for people.</summary>
    internal static string Digest(string digest) => digest[..Math.Min(12, digest.Length)];

    /// <summary>The word after the number of checks with a state.</summary>
    internal static string Noun(CheckState state, int count) => (state, count) switch
    {
        (CheckState.Drift, _) => "drifted",
        (CheckState.Problem, not 1) => "problems",
        _ => Of(state),
    };

    private static string Count(CheckState state, int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {Noun(state, count)}");
}
