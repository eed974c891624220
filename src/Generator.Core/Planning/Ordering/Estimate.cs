using Generator.Core.Rollout;

namespace Generator.Core.Planning.Ordering;

/// <summary>How long a rollout takes when everything goes well.</summary>
internal static class Estimate
{
    // Seconds of a step that only asks.
    private const int Asking = 15;

    internal static int Minutes(RolloutPlan plan) => (plan.Steps.Sum(Seconds) + 59) / 60;

    // What goes to several hosts goes at once.
    private static int Seconds(RolloutStep step) =>
        Math.Max(
            Asking, step.Actions.Select(line => line.Instruction).OfType<RolloutAction>().Select(action => action.Estimate).DefaultIfEmpty().Max());
}
