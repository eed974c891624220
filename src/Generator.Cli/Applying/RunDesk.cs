using System.Collections.Immutable;
using Generator.Cli.Archives;
using Generator.Cli.Events;
using Generator.Cli.Ssh;
using Generator.Core.Deliveries;
using Generator.Core.Runs;

namespace Generator.Cli.Applying;

/// <summary>Where the operator sits: what he has asked for is opened, shown, written down, and ended with its code.</summary>
/// <param name="options">What he has asked for.</param>
/// <param name="output">Where results go.</param>
/// <param name="error">Where faults go.</param>
internal sealed class RunDesk(RunOptions options, TextWriter output, TextWriter error)
{
    private static string Who => $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>Carries out a run.</summary>
    /// <param name="work">What is done; it gives the code and the words of a good end.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="MisuseException">What was asked for makes no sense.</exception>
    internal async Task<int> Carry(Func<RunContext, string, Task<(int Code, string Text)>> work)
    {
        if (!File.Exists(options.Folder))
            return await Carry(ResultFolder.At(options.Folder), work);
        using var bundle = UnpackedBundle.Of(options.Folder, error);
        if (bundle is not null)
            return await Carry(ResultFolder.At(bundle.Result), work);
        error.WriteLine("Nothing was changed on any host.");
        return ExitCode.InputErrors;
    }

    private async Task<int> Carry(ResultFolder folder, Func<RunContext, string, Task<(int Code, string Text)>> work)
    {
        var read = RolloutPlanReader.Read(folder.Tree);
        if (read.Result is not { } plan)
        {
            Report.Write(read.Findings, $"{options.Folder.TrimEnd('/')}/", error);
            error.WriteLine("refused: the result is not whole. Nothing was changed on any host.");
            return ExitCode.InputErrors;
        }

        RefuseUnknown(plan);
        using var journal = options.IsDry ? null : Journal.Open(plan.Cluster, folder.Path);
        using var view = View.For(options.IsJson, output);
        var events = new RunEvents(Listeners(journal, view));
        using var interruption = new Interruption(() => view.Interrupt(error));
        var ssh = SshClient.For(options.Ssh, folder.Path);
        using var slots = new HandshakeSlots(ssh);
        using var calls = new HostCalls(folder, ssh, slots);
        var gone = plan.Hosts.Where(host => options.Gone.Contains(host.Name));
        var context = new RunContext(folder, new RunScope(plan.Without(options.Gone), options.Only), [.. gone], calls, events, interruption.Stop)
        {
            Flags = options.Flags,
        };
        events.Tell(new RunStarted(journal?.Run ?? Journal.Id(plan.Cluster), options.Command, Who, plan.Cluster, options.Folder, ResultDigests.Identity(folder.Tree), [.. context.Hosts], [.. context.Plan.Steps.Where(context.Scope.Holds)]));
        var ended = await End(context, work);
        foreach (var warning in context.Memory.Warnings)
            events.Say($"  warning: {warning}");
        events.Tell(ended);
        return ended.Code;
    }

    private static async Task<RunEnded> End(RunContext context, Func<RunContext, string, Task<(int Code, string Text)>> work)
    {
        try
        {
            var (code, text) = await work(context, Who);
            return new RunEnded(code, context.Memory.Became.IsEmpty && context.Gone.IsEmpty ? [] : context.Became(), text);
        }
        catch (RunStoppedException stopped)
        {
            return new RunEnded(stopped.Code, stopped.Code is ExitCode.PutBack or ExitCode.NeedsAPerson ? context.Became() : [], stopped.Message);
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested)
        {
            // Only what looks is cut off like this.
            return new RunEnded(ExitCode.InputErrors, [], RunStoppedException.Refused("stopped by you").Message);
        }
    }

    private ImmutableArray<Action<TimedEvent>> Listeners(Journal? journal, View view)
    {
        var shown = Listener.Patient(view.Hear, reason => Listener.Tell(error, $"haplane: nothing more is shown: {reason}; the run goes on"));
        return journal is null ? [shown] : [Listener.Patient(journal.Hear, reason => Listener.Tell(error, $"haplane: the journal ends here: {reason}; the run goes on")), shown];
    }

    private void RefuseUnknown(RolloutPlan plan)
    {
        if (options.Only.FirstOrDefault(name => plan.Find(name) is null) is { } unknown)
            throw new MisuseException($"there is no host {unknown} in this rollout");
        if (options.Gone.FirstOrDefault(name => plan.Find(name) is not { IsLeaving: true }) is { } staying)
            throw new MisuseException($"{staying} does not leave: --gone is for a host that this output leads away from");
    }
}
