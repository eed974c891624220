using System.Collections.Immutable;

namespace Generator.Core.Rollout.Actions;

/// <summary>Rolls a host back.</summary>
/// <param name="To">To which delivery.</param>
public sealed record Rollback(string Host, RollbackTarget To) : RolloutAction(Host), IAction
{
    internal override ImmutableArray<string> Arguments => [Spelling.Of(To)];

    internal override ImmutableArray<ConsoleLine> ByHand => [];

    /// <inheritdoc/>
    public static RolloutAction Read(string host, Arguments given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return new Rollback(host, Spelling.Parse<RollbackTarget>(given.Next()));
    }
}

/// <summary>How far a host is rolled back when its step fails.</summary>
public enum RollbackTarget
{
    /// <summary>To what it had when the run began: nothing uses the host yet.</summary>
    Run,

    /// <summary>To what it had before its last delivery.</summary>
    Step,
}
