using System.Collections.Immutable;
using Generator.Core.Rollout;

namespace Generator.Core.Reporting.Runs;

/// <summary>What of a rollout is carried out.</summary>
/// <param name="Plan">The rollout.</param>
/// <param name="Only">The hosts that are changed; empty for all. The others are asked, and not changed.</param>
/// <param name="Gone">The hosts that leave and are not reachable for good: nothing is sent to them.</param>
public sealed record RunScope(RolloutPlan Plan, ImmutableHashSet<string> Only, ImmutableHashSet<string> Gone)
{
    /// <summary>Whether the run is not limited to some hosts.</summary>
    public bool IsWhole => Only.IsEmpty;

    /// <summary>The hosts that are reached, in order.</summary>
    public IEnumerable<string> Hosts => Plan.Hosts.Select(host => host.Name).Where(host => !Gone.Contains(host));

    /// <summary>The hosts that hold the lock, in order.</summary>
    public IEnumerable<string> Locks => Plan.Locks.Where(host => !Gone.Contains(host));

    /// <summary>The steps in scope, in order.</summary>
    public IEnumerable<RolloutStep> Steps => Plan.Steps.Where(Holds);

    /// <summary>Whether a host may be changed.</summary>
    public bool Holds(string host) => IsWhole || Only.Contains(host);

    /// <summary>Whether a line is sent, as far as its hosts say.</summary>
    public bool Holds(StepLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return IsAbout(line) && !Gone.Contains(line.Host);
    }

    /// <summary>Whether something is done or asked in a step.</summary>
    public bool Holds(RolloutStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Actions.Concat(step.Gates).Any(IsAbout);
    }

    /// <summary>The hosts of a step to which nothing is sent because they are gone.</summary>
    public IEnumerable<string> GoneIn(RolloutStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Actions.Concat(step.Gates).SelectMany(line => new[] { line.Host, line.About }).Where(Gone.Contains).Distinct();
    }

    private bool IsAbout(StepLine line) => line.About == StepLine.All || IsWhole || Only.Contains(line.About);
}
