using System.Collections.Immutable;

namespace Generator.Core.Rollout;

/// <summary>Something that is done on a host.</summary>
/// <param name="Host">The host.</param>
public abstract record RolloutAction(string Host) : Instruction(Host)
{
    /// <summary>What must be so for it to be done.</summary>
    internal virtual LineCondition When => LineCondition.Always;

    /// <summary>How long it takes when everything goes well, in seconds; from runs on real clusters, rounded up.</summary>
    internal virtual int Estimate => 0;

    /// <summary>The commands for a person at a console; none where there is nothing to do by hand.</summary>
    internal abstract ImmutableArray<ConsoleLine> ByHand { get; }
}

/// <summary>A kind of action, as the list of all kinds knows it.</summary>
internal interface IAction
{
    /// <exception cref="FormatException">The arguments are not those of this kind.</exception>
    static abstract RolloutAction Read(string host, Arguments given);
}
