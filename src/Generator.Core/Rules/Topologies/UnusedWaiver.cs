using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Topologies;

/// <summary>TOP012.</summary>
internal static class UnusedWaiver
{
    internal static readonly Rule Rule = new(
        "TOP012",
        Severity.Warning,
        "a waiver that waives nothing",
        "What it accepted is gone. Left in place, it would accept the same fault in silence when it comes back.",
        "remove the waiver",
        Example.With(more: "waivers: [{rule: LBR001, reason: \"one load balancer\"}]"),
        Example.With(),
        _ => [])
    {
        CheckFindings = Check,
    };

    private static IEnumerable<Finding> Check(Cluster cluster, IReadOnlyCollection<Diagnostic> findings) =>
        from waiver in cluster.Topology.Waivers
        let code = waiver.Rule.Value.Text
        where findings.All(finding => finding.Code != code) && code != Rule.Code
        // A waiver for something that cannot be waived has a rule of its own, and one for what depends on the day may be used tomorrow.
        where RuleBook.All.Any(rule => rule.Code == code && rule is { Severity: not Severity.Error, DependsOnDate: false })
        select new Finding(waiver.Rule.At, $"{code} finds nothing here: there is nothing to waive");
}
