using System.Collections.Immutable;
using System.Text;
using Generator.Cli.Events;
using Generator.Cli.Folders;
using Generator.Cli.Ssh;
using Generator.Core;
using Generator.Core.Capturing.Captures;
using Generator.Core.Reporting.Runs;
using Generator.Core.Rollout;

namespace Generator.Cli.Capturing;

/// <summary>One capture: reads the hosts, checks their reports, and only then writes.</summary>
internal sealed class CaptureRun(CaptureOptions options, TextWriter output, TextWriter error)
{
    private static readonly string[] Titles = ["Read the hosts", "Read the hosts that these name"];

    private readonly CaptureFolder folder = new(options.Folder);

    /// <returns>The exit code.</returns>
    /// <exception cref="MisuseException">The options make no sense.</exception>
    internal async Task<int> Run()
    {
        var opened = folder.Open();
        if (opened.Result?.All is not { } declared)
        {
            Report.Write(opened.Findings, $"{options.Folder.TrimEnd('/')}/", error);
            error.WriteLine("haplane: topology.yaml cannot be read: fix the error above, or move it away for a new draft; nothing was written");
            return ExitCode.InputErrors;
        }

        var targets = Targets(declared);
        using var view = View.For(options.IsJson, output);
        var events = new RunEvents([Listener.BestEffort(view.Hear, reason => Listener.Tell(error, $"haplane: nothing more is shown: {reason}"))]);
        using var interruption = new Interruption(() => Listener.Tell(error, "haplane: stopped; nothing was written"));
        events.Tell(Started(targets));
        var ended = await End(events, declared, targets, interruption.Stop);
        events.Tell(ended);
        return ended.Code;
    }

    private RunStarted Started(ImmutableArray<CaptureTarget> targets) => new(
        Journal.Id("capture"),
        "capture",
        $"{Environment.UserName}@{Environment.MachineName}",
        "",
        options.Folder,
        "",
        [.. targets.Select(target => target.Name)],
        [.. Titles.Take(options.TakesAll ? 2 : 1).Select(
            (title, index) => new RolloutStep(index + 1, Phase.Preflight, OnFailure.Refuse, title, "", []))]);

    private async Task<RunEnded> End(
        RunEvents events, ImmutableArray<DeclaredHost> declared, ImmutableArray<CaptureTarget> targets, CancellationToken stop)
    {
        try
        {
            return new CaptureEnd(folder, options, events, declared).Of(await Read(events, declared, targets, stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new RunEnded(ExitCode.InputErrors, [], "stopped: nothing was written");
        }
    }

    private async Task<ImmutableArray<CaptureSource>> Read(
        RunEvents events, ImmutableArray<DeclaredHost> declared, ImmutableArray<CaptureTarget> targets, CancellationToken stop)
    {
        var program = Encoding.UTF8.GetBytes(ReaderProgram.WithNewKey());
        if (options.Archives.Length > 0)
            return new ReportFiles(events).Read(options.Archives);
        if (options.Root is { } root)
            return await new ReportFiles(events).Read(root, options.Hosts.FirstOrDefault() ?? "", new LocalReader(program), stop);
        return await ReadLive(events, declared, targets, program, stop);
    }

    private async Task<ImmutableArray<CaptureSource>> ReadLive(
        RunEvents events, ImmutableArray<DeclaredHost> declared, ImmutableArray<CaptureTarget> targets, byte[] program, CancellationToken stop)
    {
        var sources = ImmutableArray<CaptureSource>.Empty;
        for (var step = 1; step <= (options.TakesAll ? 2 : 1) && targets.Length > 0; step++)
        {
            events.Tell(new StepStarted(step, Phase.Preflight, Titles[step - 1]));
            sources = sources.AddRange(await ReadLive(events, targets, program, stop));
            events.Tell(new StepEnded(step));
            targets = [.. OtherHosts.Of(sources, declared).Select(other => other.Target)];
        }

        return sources;
    }

    private async Task<ImmutableArray<CaptureSource>> ReadLive(
        RunEvents events, ImmutableArray<CaptureTarget> targets, byte[] program, CancellationToken stop)
    {
        using var scratch = new ScratchFolder();
        var (config, knownHosts) = Capture.SshFiles([.. targets.Select(target => target.Way)]);
        scratch.Write("ssh_config", Encoding.UTF8.GetBytes(config));
        scratch.Write("known_hosts", Encoding.UTF8.GetBytes(knownHosts));
        var ssh = SshClient.For(options.Ssh, scratch.Path);
        using var slots = new HandshakeSlots(ssh);
        var reader = new HostReader(ssh, slots, program);
        return await new LiveHosts(reader, events, folder.HasTopology ? "this host in topology.yaml" : null, stop).Read(targets);
    }

    private ImmutableArray<CaptureTarget> Targets(ImmutableArray<DeclaredHost> declared)
    {
        if (options.Archives.Length > 0 || options.Root is not null)
            return [];
        var targets = options.Hosts.Length > 0 ? options.Hosts.Select(host => CaptureTarget.Of(host, declared)) : CaptureTarget.All(declared);
        ImmutableArray<CaptureTarget> distinct = [.. targets.DistinctBy(target => target.Name)];
        var why = folder.HasTopology ? "its topology.yaml names none with an address" : "it has no topology.yaml";
        return distinct.Length > 0
            ? distinct
            : throw new MisuseException($"no host to capture in {options.Folder}: {why}; pass the first master, such as root@192.168.3.171:22");
    }
}
