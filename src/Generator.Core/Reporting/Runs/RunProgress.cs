namespace Generator.Core.Reporting.Runs;

/// <summary>How far a run has come, as a view shows it.</summary>
public sealed class RunProgress
{
    private readonly List<StepProgress> steps = [];
    private readonly Dictionary<string, HostProgress> hosts = new(StringComparer.Ordinal);
    private readonly List<string> order = [];

    /// <summary>The run; null before it has begun.</summary>
    public RunStarted? Run { get; private set; }

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<StepProgress> Steps => steps;

    /// <summary>The hosts, in order.</summary>
    public IEnumerable<HostProgress> Hosts => order.Select(name => hosts[name]);

    /// <summary>The index of the step in hand, or of the first one.</summary>
    public int Current => Math.Max(0, steps.FindLastIndex(step => step.State != StepState.Waiting));

    /// <summary>Takes in an event.</summary>
    public void Hear(TimedEvent timed)
    {
        switch (timed.Event)
        {
            case RunStarted started:
                Start(started);
                break;
            case StepStarted step:
                Change(step.Number, known => known with { State = StepState.Running, Began = timed.Elapsed });
                break;
            case StepEnded step:
                Change(step.Number, known => known with { State = StepState.Done, Ended = timed.Elapsed });
                Rest();
                break;
            case StepFailed step:
                Change(step.Number, known => known with { State = StepState.Failed, Ended = timed.Elapsed });
                break;
            case HostBusy busy:
                Change(busy.Host, known => known with { Work = busy.Work, Since = timed.Elapsed, Last = "" });
                break;
            case EngineSaid said:
                Change(said.Host, known => known with { Last = said.Text });
                break;
            case HostBecame became:
                Change(became.Host, known => known with { State = became.State });
                break;
        }
    }

    private void Start(RunStarted started)
    {
        Run = started;
        steps.AddRange(started.Steps.Select(step => new StepProgress(step.Number, step.Title, StepState.Waiting, default, default)));
        foreach (var host in started.Hosts)
            Change(host, known => known);
    }

    // Between two steps no host has work.
    private void Rest()
    {
        foreach (var host in order)
            hosts[host] = hosts[host] with { Work = "", Last = "" };
    }

    private void Change(int number, Func<StepProgress, StepProgress> change)
    {
        var index = steps.FindIndex(step => step.Number == number);
        if (index >= 0)
            steps[index] = change(steps[index]);
    }

    private void Change(string host, Func<HostProgress, HostProgress> change)
    {
        if (!hosts.TryGetValue(host, out var known))
        {
            known = new HostProgress(host, "untouched", "", default, "");
            order.Add(host);
        }

        hosts[host] = change(known);
    }
}

/// <summary>How far a step has come.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Title">Its title.</param>
/// <param name="State">How far.</param>
/// <param name="Began">When it began, after the start of the run.</param>
/// <param name="Ended">When it ended, likewise.</param>
public sealed record StepProgress(int Number, string Title, StepState State, TimeSpan Began, TimeSpan Ended);

/// <summary>The states of a step.</summary>
public enum StepState
{
    /// <summary>It comes later.</summary>
    Waiting,

    /// <summary>It is in hand.</summary>
    Running,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It has failed.</summary>
    Failed,
}

/// <summary>What a host is at.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">What became of it.</param>
/// <param name="Work">What it does now; empty for nothing.</param>
/// <param name="Since">Since when, after the start of the run.</param>
/// <param name="Last">What it has said last of that.</param>
public sealed record HostProgress(string Name, string State, string Work, TimeSpan Since, string Last);
