using System.Collections.Immutable;

namespace Generator.Core.Rollout.Actions;

/// <summary>Brings the engine, its plan and the host's files to the host. Nothing uses them yet.</summary>
public sealed record Stage(string Host) : RolloutAction(Host), IAction
{
    internal override ImmutableArray<string> Arguments => [];

    // By hand a file goes straight to its place.
    internal override ImmutableArray<ConsoleLine> ByHand => [];

    /// <inheritdoc/>
    public static RolloutAction Read(string host, Arguments given) => new Stage(host);
}
