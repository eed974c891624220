using System.Collections.Immutable;
using Generator.Core.Foundation.Wire;
using Generator.Core.Rollout;

namespace Generator.Core.Reporting.Runs;

/// <summary>Something that happens while a rollout is carried out. Views and journals read it.</summary>
public abstract record RunEvent;

/// <summary>A run has begun.</summary>
/// <param name="Run">Its id: the cluster and the time.</param>
/// <param name="Command"><c>apply</c>, <c>apply --dry-run</c>, <c>rollback</c> or <c>capture</c>.</param>
/// <param name="Who">The user and the machine.</param>
/// <param name="Cluster">The cluster; empty where none is known yet.</param>
/// <param name="Folder">The folder, as it was given.</param>
/// <param name="Result">The digest that names the output; empty where the run only reads hosts.</param>
/// <param name="Hosts">The hosts.</param>
/// <param name="Steps">The steps.</param>
public sealed record RunStarted(
    string Run,
    string Command,
    string Who,
    string Cluster,
    string Folder,
    string Result,
    ImmutableArray<string> Hosts,
    ImmutableArray<RolloutStep> Steps) : RunEvent
{
    /// <summary>Why it is done; empty where that was not said.</summary>
    public string Message { get; init; } = "";

    /// <summary>The number of the change in the site's own records; empty where that was not said.</summary>
    public string Change { get; init; } = "";

    /// <summary>Whether the run only reads hosts.</summary>
    public bool IsReading => Result.Length == 0;
}

/// <summary>A sentence for a person.</summary>
/// <param name="Text">The sentence.</param>
public sealed record Said(string Text) : RunEvent;

/// <summary>A host has answered.</summary>
/// <param name="Host">The host.</param>
public sealed record HostReached(string Host) : RunEvent;

/// <summary>Hosts are asked all at once, and one more has answered.</summary>
/// <param name="What">What the answered hosts are: <c>reached</c>, <c>checked</c>, <c>compared</c>.</param>
/// <param name="Answered">How many have answered.</param>
/// <param name="Asked">How many were asked.</param>
public sealed record HostsAsked(string What, int Answered, int Asked) : RunEvent;

/// <summary>A host cannot be reached, or not as it must be.</summary>
/// <param name="Host">The host.</param>
/// <param name="Reason">Why, as ssh says it.</param>
/// <param name="Advice">What to do.</param>
public sealed record HostUnreachable(string Host, string Reason, string Advice) : RunEvent;

/// <summary>A host has said what it has.</summary>
/// <param name="Host">The host.</param>
/// <param name="Differs">Whether that differs from what is wanted.</param>
/// <param name="Delivered">The last delivery that is kept there; 0 for none.</param>
public sealed record HostLooked(string Host, bool Differs, int Delivered) : RunEvent;

/// <summary>Something that would change on a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Action">
/// What happens: <c>new</c>, <c>different</c>, <c>edit</c>, <c>missing</c>, <c>remove</c>, <c>start</c>, <c>restart</c>, ….
/// </param>
/// <param name="Subject">The path or the unit.</param>
/// <param name="Difference">The lines that differ; none where they are secret or not text.</param>
public sealed record ChangePlanned(string Host, string Action, string Subject, ImmutableArray<string> Difference) : RunEvent;

/// <summary>A step has begun.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Phase">Its stage.</param>
/// <param name="Title">Its title.</param>
public sealed record StepStarted(int Number, Phase Phase, string Title) : RunEvent;

/// <summary>A step has come to its end, and all its gates are open.</summary>
/// <param name="Number">Its number.</param>
public sealed record StepEnded(int Number) : RunEvent;

/// <summary>A step has failed.</summary>
/// <param name="Number">Its number.</param>
public sealed record StepFailed(int Number) : RunEvent;

/// <summary>A host has been given something to do, which takes its time.</summary>
/// <param name="Host">The host.</param>
/// <param name="Work">What.</param>
public sealed record HostBusy(string Host, string Work) : RunEvent;

/// <summary>A line of the host engine.</summary>
/// <param name="Host">The host.</param>
/// <param name="Step">What it is at.</param>
/// <param name="Result">How that went.</param>
/// <param name="Code">Which of several causes or outcomes; empty for none.</param>
/// <param name="Detail">More, for a person; may be empty.</param>
public sealed record EngineSaid(string Host, string Step, string Result, string Code, string Detail) : RunEvent
{
    /// <summary>All of it but the host, for a person.</summary>
    public string Text => string.Join(": ", new[] { Step, Result, Code, Detail }.Where(part => part.Length > 0));

    /// <summary>The same, as part of a run.</summary>
    public static EngineSaid Of(EngineEvent said) => new(said.Host, said.Step, said.Result, said.Code, said.Detail);
}

/// <summary>What has become of a host: <c>changed</c>, <c>left</c>, <c>rolled back</c>, ….</summary>
/// <param name="Host">The host.</param>
/// <param name="State">What it is now.</param>
public sealed record HostBecame(string Host, string State) : RunEvent
{
    /// <summary>The state of a host that is as planned now.</summary>
    public const string Changed = "changed";
}

/// <summary>A run has come to its end.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Hosts">What has become of every host, in order; none where no host was changed.</param>
/// <param name="Text">What that means.</param>
public sealed record RunEnded(int Code, ImmutableArray<HostBecame> Hosts, string Text) : RunEvent;

/// <summary>An event with its time.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Elapsed">How long after the start of the run.</param>
/// <param name="Event">The event.</param>
public sealed record TimedEvent(DateTimeOffset At, TimeSpan Elapsed, RunEvent Event);
