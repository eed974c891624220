using System.Collections.Immutable;
using System.Globalization;
using Generator.Cli.Events;
using Generator.Cli.Ssh;
using Generator.Core.Capturing.Captures;
using Generator.Core.Reporting.Runs;

namespace Generator.Cli.Capturing;

/// <summary>Reads live hosts in parallel. If one fails, it is named, and the others continue.</summary>
/// <param name="place">Where a topology defines how to reach hosts; null if there is none.</param>
/// <param name="stop">Set when the operator stops the run.</param>
internal sealed class LiveHosts(HostReader reader, RunEvents events, string? place, CancellationToken stop)
{
    internal async Task<ImmutableArray<CaptureSource>> Read(IEnumerable<CaptureTarget> targets) => [.. await Task.WhenAll(targets.Select(Read))];

    private async Task<CaptureSource> Read(CaptureTarget target)
    {
        events.Tell(new HostBusy(target.Name, "connecting"));
        var reached = await reader.WayTo(target.Name);
        var (archive, said) = await reader.Read(target.Name, () => events.Tell(new HostBusy(target.Name, "reading")), stop);
        if (archive is null)
            return Failed(target, reached, new HostUnreachable(target.Name, said.Split('\n')[^1], Advice(target, reached, said)));
        var findings = ArchiveFindings.Of(target.Name, archive);
        if (findings.Report is null)
            return Failed(target, reached, new Said(findings.Said));
        if (findings.Said.Length > 0)
            events.Say(findings.Said);
        Became(target, "captured");
        return new CaptureSource(target, reached, findings.Report, IsWhole: findings.Said.Length == 0);
    }

    private CaptureSource Failed(CaptureTarget target, ReachedHost reached, RunEvent fault)
    {
        events.Tell(fault);
        Became(target, "not captured");
        return new CaptureSource(target, reached, null, IsWhole: false);
    }

    private void Became(CaptureTarget target, string state)
    {
        events.Tell(new HostBusy(target.Name, ""));
        events.Tell(new HostBecame(target.Name, state));
    }

    private string Advice(CaptureTarget target, ReachedHost reached, string said) =>
        new SshAdvice(reached.User, reached.Address, reached.Port.ToString(CultureInfo.InvariantCulture), target.Folder is null ? null : place)
            .For(said, $"try: ssh -p {reached.Port} {reached.User}@{reached.Address} true");
}
