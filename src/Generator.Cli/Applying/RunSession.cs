using System.Collections.Immutable;
using Generator.Cli.Archives;
using Generator.Cli.Events;
using Generator.Cli.Ssh;
using Generator.Core;
using Generator.Core.Reporting.Runs;
using Generator.Core.Rollout;

namespace Generator.Cli.Applying;

/// <summary>Sets up a run (output, view, journal, ssh), and maps how it ended to an exit code.</summary>
/// <param name="options">What the operator has asked for.</param>
/// <param name="output">Where results go.</param>
/// <param name="error">Where faults go.</param>
internal sealed class RunSession(RunOptions options, TextWriter output, TextWriter error)
{
    private const string NothingChanged = "Nothing was changed on any host.";

    private static string Who => $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>Carries out a run.</summary>
    /// <param name="work">What is done; it gives the code and the words of a good end.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="MisuseException">What was asked for makes no sense.</exception>
    internal async Task<int> Run(Func<RunContext, string, Task<(int Code, string Text)>> work)
    {
        if (!File.Exists(options.Folder))
            return await Run(options.Folder, PackedFiles.None, work);
        using var bundle = UnpackedBundle.Of(options.Folder, error, options.Signers);
        if (bundle is not null)
            return await Run(bundle.Result, new PackedFiles(bundle.Payload), work);
        error.WriteLine(NothingChanged);
        return ExitCode.InputErrors;
    }

    private async Task<int> Run(string path, PackedFiles payload, Func<RunContext, string, Task<(int Code, string Text)>> work)
    {
        using var folder = RunFolder.At(path);
        var read = RolloutPlanReader.Read(folder.Tree);
        if (read.Result is not { } plan)
        {
            Report.Write(read.Findings, $"{options.Folder.TrimEnd('/')}/", error);
            error.WriteLine($"refused: the output is not whole. {NothingChanged}");
            return ExitCode.InputErrors;
        }

        RefuseUnknown(plan);
        if (!options.AcceptsForeign && ForeignFiles.Of(folder.Tree) is { IsEmpty: false } foreign)
        {
            error.WriteLine(
                $"refused: not as this release of haplane writes it: {string.Join(", ", foreign)}. Build again with this release, "
                    + $"or pass --accept-foreign. {NothingChanged}");
            return ExitCode.InputErrors;
        }

        using var journal = options.IsDry ? null : Journal.Open(plan.Cluster, folder.Path);
        using var view = View.For(options.IsJson, output);
        var events = new RunEvents(Listeners(journal, view));
        using var interruption = new Interruption(() => view.Interrupt(error));
        var ssh = SshClient.For(options.Ssh, folder.Settings.Path);
        using var slots = new HandshakeSlots(ssh);
        using var calls = new HostCalls(folder, ssh, slots);
        var context = new RunContext(
            folder,
            new RunScope(plan, options.Only, options.Gone),
            options,
            calls,
            events,
            payload,
            interruption.Stop)
        { Journal = journal?.Path ?? "" };
        events.Tell(new RunStarted(
            journal?.Run ?? Journal.Id(plan.Cluster),
            options.Command,
            Who,
            plan.Cluster,
            options.Folder,
            folder.Digest,
            [.. context.Hosts],
            [.. context.Scope.Steps])
        {
            Message = options.Message ?? "",
            Change = options.Change ?? "",
        });
        var ended = await End(context, work);
        events.Tell(ended);
        return ended.Code;
    }

    private static async Task<RunEnded> End(RunContext context, Func<RunContext, string, Task<(int Code, string Text)>> work)
    {
        try
        {
            var (code, text) = await work(context, Who);
            return new RunEnded(code, context.Outcomes(), text);
        }
        catch (RunStoppedException stopped)
        {
            return new RunEnded(stopped.Code, context.Outcomes(), stopped.Message);
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested && !context.IsChanging)
        {
            return new RunEnded(ExitCode.InputErrors, [], RunStoppedException.Refused("stopped by the operator").Message);
        }
        catch (Exception fault) when (context.IsChanging && fault is not OutOfMemoryException)
        {
            // After the first change the operator needs to know what became of every host, whatever went wrong.
            return new RunEnded(
                ExitCode.ManualAction,
                context.Outcomes(),
                $"haplane failed: {fault.Message}. A host that was not confirmed rolls back by itself. Run again to go on, and please report this.");
        }
    }

    private ImmutableArray<Action<TimedEvent>> Listeners(Journal? journal, View view)
    {
        var shown = Listener.BestEffort(view.Hear, reason => Listener.Tell(error, $"haplane: nothing more is shown: {reason}; the run goes on"));
        return journal is null
            ? [shown]
            : [Listener.BestEffort(
                journal.Hear, reason => Listener.Tell(error, $"haplane: the journal ends here: {reason}; the run goes on")), shown];
    }

    private void RefuseUnknown(RolloutPlan plan)
    {
        if (options.Only.FirstOrDefault(name => plan.Find(name) is null) is { } unknown)
            throw new MisuseException($"there is no host {unknown} in this rollout");
        if (options.Gone.FirstOrDefault(name => plan.Find(name) is not { IsLeaving: true }) is { } staying)
            throw new MisuseException($"{staying} does not leave: --gone is for a host that this output removes from the cluster");
    }
}
