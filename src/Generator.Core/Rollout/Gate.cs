using System.Collections.Immutable;

namespace Generator.Core.Rollout;

/// <summary>Something that must be true of a host.</summary>
/// <param name="Host">The host that is asked.</param>
/// <param name="Seconds">How long it is asked again until it fails; 0 for once.</param>
public abstract record Gate(string Host, int Seconds) : Instruction(Host)
{
    internal sealed override ImmutableArray<string> Fields => [Kind, Host, PlanField.Of(Seconds), .. Arguments];

    /// <summary>The command for a person at a console, with the answer that lets the next step begin.</summary>
    internal abstract ConsoleLine ByHand { get; }
}

/// <summary>A kind of gate, as the list of all kinds knows it.</summary>
internal interface IGate
{
    /// <exception cref="FormatException">The arguments are not those of this kind.</exception>
    static abstract Gate Read(string host, int seconds, Arguments given);
}
