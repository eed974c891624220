using System.Collections.Immutable;

namespace Generator.Core.Rollout;

/// <summary>One line of a step: what is sent to which host, whom it is about, and when it is sent.</summary>
/// <param name="Word">What the line is for.</param>
/// <param name="Number">The number of its step.</param>
/// <param name="About">The host that it is about, or <see cref="All"/>, or <see cref="Whole"/>.</param>
/// <param name="When">What must be so for it to be sent.</param>
/// <param name="Instruction">What is sent.</param>
public sealed record StepLine(LineWord Word, int Number, string About, LineCondition When, Instruction Instruction)
{
    /// <summary>In place of a host: the line is for every run.</summary>
    public const string All = "all";

    /// <summary>In place of a host: the line is for runs that are not limited to some hosts.</summary>
    public const string Whole = "whole";

    /// <summary>The host that it is sent to.</summary>
    public string Host => Instruction.Host;

    /// <summary>The line, as a driver sends it to a host engine.</summary>
    public string Text => string.Join('\t', Fields);

    internal ImmutableArray<string> Fields =>
        [Spelling.Of(Word), PlanField.Of(Number), About, Spelling.Of(When), .. Instruction.Fields.Select(PlanField.OfText)];

    internal static StepLine Do(RolloutAction action, string? about = null) => new(LineWord.Do, 0, about ?? action.Host, action.When, action);

    internal static StepLine Ask(Gate gate, string? about = null) => new(LineWord.Gate, 0, about ?? gate.Host, LineCondition.Always, gate);

    internal static StepLine NewWhen(Gate gate, string about) => new(LineWord.NewWhen, 0, about, LineCondition.Always, gate);

    internal static StepLine DoneWhen(Gate gate) => new(LineWord.DoneWhen, 0, All, LineCondition.Always, gate);

    internal static StepLine Undo(RolloutAction action, string about, LineCondition when = LineCondition.Always) =>
        new(LineWord.Undo, 0, about, when, action);

    internal static StepLine Undone(Gate gate, string about, LineCondition when = LineCondition.Always) => new(LineWord.Undone, 0, about, when, gate);
}

/// <summary>What a line of a step is for.</summary>
public enum LineWord
{
    /// <summary>It is done, in order.</summary>
    Do,

    /// <summary>It must be true before the next step.</summary>
    Gate,

    /// <summary>It is asked before anything is done. Where it holds, the host is new to the cluster; where not, nothing fails.</summary>
    NewWhen,

    /// <summary>It is asked where no host differs. Where all of these hold, there is nothing to do.</summary>
    DoneWhen,

    /// <summary>It is done when the step fails, and by a rollback.</summary>
    Undo,

    /// <summary>It must be true after a rollback of the step.</summary>
    Undone,
}

/// <summary>What must be so for a line to be sent.</summary>
public enum LineCondition
{
    /// <summary>It is always sent.</summary>
    Always,

    /// <summary>The host that it is sent to differs from the plan.</summary>
    Differs,

    /// <summary>This run has changed the host that it is about.</summary>
    Changed,

    /// <summary>The host that it is about is not gone.</summary>
    Present,

    /// <summary>What is undone was new: it was not there before.</summary>
    New,

    /// <summary>What is undone was there before.</summary>
    Old,
}
