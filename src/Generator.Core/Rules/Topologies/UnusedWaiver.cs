using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class UnusedWaiver
{
    internal static readonly Rule Rule = new(
        "TOP012",
        Severity.Warning,
        "a waiver has no effect",
        "The finding that it accepted no longer exists. If the same fault comes back, this waiver would hide it.",
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
        // Another rule reports a waiver for something that cannot be waived. A waiver for a rule that depends on the date may be needed tomorrow.
        where RuleBook.All.Any(rule => rule.Code == code && rule is { Severity: not Severity.Error, DependsOnDate: false })
        select new Finding(waiver.Rule.At, $"{code} finds nothing here, so the waiver has no effect");
}
