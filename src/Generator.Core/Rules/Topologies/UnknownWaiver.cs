using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class UnknownWaiver
{
    internal static readonly Rule Rule = new(
        "TOP009",
        Severity.Error,
        "a waiver names a rule that cannot be waived",
        "A waiver without a match looks like a decision but has no effect.",
        "name a rule that is a warning or a note; an error has to be fixed",
        Example.With(more: "waivers: [{rule: LBR999, reason: \"one load balancer\"}]"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var waivable = RuleBook.All.Where(rule => rule.Severity != Severity.Error).Select(rule => rule.Code).ToArray();
        foreach (var waiver in cluster.Topology.Waivers)
        {
            var code = waiver.Rule.Value.Text;
            if (waivable.Contains(code))
                continue;
            var suggestion = Suggestion.Nearest(code, waivable) is { } nearest ? $"; did you mean {nearest}?" : "";
            yield return new Finding(waiver.Rule.At, RuleBook.All.Any(rule => rule.Code == code)
                ? $"{code} is an error and cannot be waived"
                : $"there is no rule {code}{suggestion}");
        }
    }
}
