using System.Collections.Immutable;
using Generator.Core.Rollout;

namespace Generator.Core.Reporting.Changes;

/// <summary>The effect on a service.</summary>
public enum Effect
{
    /// <summary>It starts, now and at every boot.</summary>
    Start,

    /// <summary>It stops and starts again.</summary>
    Restart,

    /// <summary>It reads its configuration again; nginx cuts the connections of its old workers after a minute.</summary>
    Reload,

    /// <summary>It stops for good.</summary>
    Stop,
}

/// <summary>What one change does to a service of a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Effect">What it does.</param>
/// <param name="Group">The group of files that the unit goes into use with.</param>
/// <param name="Causes">The paths whose change is the reason; none for a unit that is new or leaves.</param>
public sealed record ServiceEffect(string Host, string Unit, Effect Effect, string Group, ImmutableArray<string> Causes)
{
    /// <summary>The step of the rollout that does it; null where the rollout has none.</summary>
    public RolloutStep? Step { get; init; }
}
