using System.Collections.Immutable;
using System.Text;
using Generator.Cli.Events;
using Generator.Cli.Ssh;
using Generator.Core.Runs;

namespace Generator.Cli.Applying;

/// <summary>What all parts of a run share.</summary>
/// <param name="Folder">What the hosts are brought to.</param>
/// <param name="Scope">What of it is carried out.</param>
/// <param name="Gone">The hosts that leave, and are dead.</param>
/// <param name="Calls">What is said to the hosts.</param>
/// <param name="Events">What is told about it.</param>
/// <param name="Stop">Somebody wants an end: what only looks is cut, and what changes a host comes to its end.</param>
internal sealed record RunContext(ResultFolder Folder, RunScope Scope, ImmutableArray<PlannedHost> Gone, HostCalls Calls, RunEvents Events, CancellationToken Stop)
{
    /// <summary>The rollout.</summary>
    internal RolloutPlan Plan => Scope.Plan;

    /// <summary>What every engine is allowed.</summary>
    internal ImmutableArray<string> Flags { get; init; } = [];

    /// <summary>What is known of the hosts.</summary>
    internal RunMemory Memory { get; } = new();

    /// <summary>What need not come from the source.</summary>
    internal BroughtFiles Brought { get; } = BroughtFiles.Beside(Folder.Path);

    /// <summary>What they are asked.</summary>
    internal QuestionPaper Paper { get; } = new(Scope.Plan);

    /// <summary>The names of the hosts, in order.</summary>
    internal IEnumerable<string> Hosts => Plan.Hosts.Select(host => host.Name);

    /// <summary>Has the engine that lies on a host do something, and passes on what it says.</summary>
    /// <returns>What came back; a fault that the engine could not tell itself is told.</returns>
    internal async Task<Answer> Engine(string host, ImmutableArray<string> words, string input = "")
    {
        var answer = await Calls.Engine(host, words, input, Events.Hear);
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

    /// <summary>Asks records of a host by the engine that lies there.</summary>
    internal async Task<bool> Ask(string host, params IEnumerable<string> records) => (await Engine(host, ["ask"], Paper.With([.. records]))).IsFine;

    /// <summary>Asks records of a host by an engine that is gone afterwards.</summary>
    internal async Task<Answer> AskByGlance(string host, IEnumerable<string> records)
    {
        var answer = await Calls.Glance(host, ["ask"], Encoding.UTF8.GetBytes(Paper.With([.. records])), Events.Hear, Stop);
        TellFault(host, answer);
        return answer;
    }

    /// <summary>What has become of every host, in order.</summary>
    internal ImmutableArray<HostBecame> Became() =>
    [
        .. Hosts.Select(host => new HostBecame(host, Memory.Became.GetValueOrDefault(host, "untouched"))),
        .. Gone.Select(host => new HostBecame(host.Name, "gone, nothing was sent to it")),
    ];

    private void TellFault(string host, Answer answer)
    {
        if (answer.IsFine || answer.Faults.IsEmpty)
            return;
        Events.Tell(new EngineSaid(host, answer.Code == SshClient.ConnectionFailed ? "link" : "engine", "failed", "", answer.Reason));
    }
}
