using System.Collections.Immutable;

namespace Generator.Core.Rollout.Actions;

/// <summary>Waits, so that a fault of a changed host shows before others follow.</summary>
/// <param name="Seconds">How long.</param>
public sealed record Soak(string Host, int Seconds) : RolloutAction(Host), IAction
{
    internal override ImmutableArray<string> Arguments => [PlanField.Of(Seconds)];

    internal override LineCondition When => LineCondition.Changed;

    internal override int Estimate => Seconds + 20;

    internal override ImmutableArray<ConsoleLine> ByHand => [new(Host, $"sleep {PlanField.Of(Seconds)}")];

    /// <inheritdoc/>
    public static RolloutAction Read(string host, Arguments given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return new Soak(host, given.NextNumber());
    }
}
