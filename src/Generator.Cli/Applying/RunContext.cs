using System.Collections.Immutable;
using System.Text;
using Generator.Cli.Archives;
using Generator.Cli.Events;
using Generator.Cli.Ssh;
using Generator.Core.Reporting.Runs;
using Generator.Core.Rollout;

namespace Generator.Cli.Applying;

/// <summary>What all parts of a run share.</summary>
/// <param name="Folder">The output that is delivered: the run's own copy.</param>
/// <param name="Scope">What of it is carried out.</param>
/// <param name="Options">What was asked for.</param>
/// <param name="Calls">What is sent to the hosts.</param>
/// <param name="Events">The events of the run.</param>
/// <param name="Payload">The files of a bundle that was proved.</param>
/// <param name="Stop">The operator wants an end.</param>
internal sealed record RunContext(
    RunFolder Folder, RunScope Scope, RunOptions Options, HostCalls Calls, RunEvents Events, PackedFiles Payload, CancellationToken Stop)
{
    private readonly ImmutableDictionary<string, HostState> states = Scope.Plan.Hosts.ToImmutableDictionary(
        host => host.Name, _ => new HostState(), StringComparer.Ordinal);

    internal RolloutPlan Plan => Scope.Plan;

    /// <summary>The facts that go with questions.</summary>
    internal FactSheet Facts { get; } = new(Scope.Plan);

    /// <summary>Whether a step has begun that changes hosts.</summary>
    internal bool IsChanging { get; set; }

    /// <summary>The file that keeps what happens; empty where there is none.</summary>
    internal string Journal { get; init; } = "";

    /// <summary>Cuts what only asks; what comes after the first change ends by itself.</summary>
    internal CancellationToken Cut => IsChanging ? CancellationToken.None : Stop;

    /// <summary>The names of the hosts that are reached, in order.</summary>
    internal IEnumerable<string> Hosts => Scope.Hosts;

    /// <summary>What is known of a host; of the cluster, where a line is about no host.</summary>
    internal HostState Host(string name) => states.GetValueOrDefault(name) ?? new HostState();

    /// <summary>Whether the condition of a line holds.</summary>
    internal bool IsMet(StepLine line) => line.When switch
    {
        LineCondition.Differs => Host(line.Host).Differs,
        LineCondition.Changed => Host(line.About).IsChanged,
        LineCondition.Present => !Scope.Gone.Contains(line.About),
        LineCondition.New => Host(line.About).IsNew,
        LineCondition.Old => !Host(line.About).IsNew,
        _ => true,
    };

    /// <summary>Has the engine on a host do something, and passes its events on.</summary>
    /// <returns>What came back; a fault of the connection becomes an event.</returns>
    internal async Task<Answer> Engine(string host, ImmutableArray<string> words, string input = "")
    {
        var answer = await Calls.Engine(host, words, input, HostCalls.Work, Events.Hear);
        TellFault(host, answer);
        return answer;
    }

    /// <summary>Keeps what was delivered to a host.</summary>
    internal async Task<Answer> Confirm(string host)
    {
        var answer = await Calls.EngineAnew(host, ["confirm"], Events.Hear);
        TellFault(host, answer);
        return answer;
    }

    /// <summary>Sends lines to a host: to the engine that was staged there, or to one that is gone afterwards.</summary>
    internal async Task<bool> Ask(string host, ImmutableArray<StepLine> lines)
    {
        var input = Facts.With([.. lines.Select(line => line.Text)]);
        var limit = HostCalls.LimitOf(lines.Select(line => line.Instruction));
        Events.Tell(new HostBusy(host, string.Join(", ", lines.Select(line => line.Instruction.Kind).Distinct())));
        var answer = Host(host).IsStaged
            ? await Calls.Engine(host, ["ask"], input, limit, Events.Hear)
            : await Calls.Glance(host, ["ask"], Encoding.UTF8.GetBytes(input), Events.Hear, limit, Cut);
        TellFault(host, answer);
        return answer.IsFine;
    }

    /// <summary>Notes and tells what became of a host.</summary>
    internal void Became(string host, string outcome)
    {
        Host(host).Outcome = outcome;
        Events.Tell(new HostBecame(host, outcome));
    }

    /// <summary>What has become of every host, in order; none where no host was changed.</summary>
    internal ImmutableArray<HostBecame> Outcomes() => states.Values.All(state => state.Outcome == HostState.Untouched) && Scope.Gone.IsEmpty
        ? []
        : [.. Plan.Hosts.Select(host => new HostBecame(host.Name, Scope.Gone.Contains(host.Name) ? "gone" : Host(host.Name).Outcome))];

    /// <summary>The end of a run in a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="code">The exit code.</param>
    /// <param name="reason">Why; empty where the lines above say it.</param>
    internal RunStoppedException Stopped(RolloutStep step, int code, string reason) => new(code, new StopText(this, step, code, reason).ToString());

    /// <summary>The end of a run between two steps.</summary>
    internal RunStoppedException StoppedBefore(RolloutStep step, string reason) => Outcomes().IsEmpty && !IsChanging
        ? RunStoppedException.Refused(reason)
        : new RunStoppedException(
            ExitCode.ManualAction, new StopText(this, step, ExitCode.Fine, $"stopped before step {step.Number}: {reason}").ToString());

    internal void TellFault(string host, Answer answer)
    {
        if (!answer.IsFine && !answer.Faults.IsEmpty)
            Events.Tell(new EngineSaid(host, answer.Code == SshClient.ConnectionFailed ? "link" : "engine", "failed", "", answer.Reason));
    }
}
