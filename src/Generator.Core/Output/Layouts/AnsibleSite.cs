using System.Collections.Immutable;
using Generator.Core.Foundation.Templating;
using Generator.Core.Planning.Ordering;
using Generator.Core.Rollout;

namespace Generator.Core.Output.Layouts;

/// <summary>ansible/site.yml: a play for each step, which has relay.sh carry it out.</summary>
internal static class AnsibleSite
{
    /// <summary>What the template sees; every text is a scalar of YAML already.</summary>
    internal sealed record View(ImmutableArray<PlayView> Plays);

    /// <summary>The play of a step.</summary>
    internal sealed record PlayView(int Number, string Title, ImmutableArray<string> Hosts);

    internal static string Of(OrderedRollout rollout) =>
        Templates.Render("site.yml", new View([.. rollout.Plan.Steps.Select(step => Play(step, rollout.Plan.Steps.Length))]));

    private static PlayView Play(RolloutStep step, int count) => new(
        step.Number,
        AnsibleText.Of(FormattableString.Invariant($"Step {step.Number} of {count}: {step.Title}")),
        [.. step.Hosts.Select(AnsibleText.Of)]);
}
