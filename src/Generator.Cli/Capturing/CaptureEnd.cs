using System.Collections.Immutable;
using Generator.Cli.Events;
using Generator.Core;
using Generator.Core.Capturing.Captures;
using Generator.Core.Reporting.Runs;

namespace Generator.Cli.Capturing;

/// <summary>
/// Finishes a capture: writes the captured files, drafts a topology if there is none, and compares the hosts with what haplane would build.
/// </summary>
internal sealed class CaptureEnd(CaptureFolder folder, CaptureOptions options, RunEvents events, ImmutableArray<DeclaredHost> declared)
{
    internal RunEnded Of(ImmutableArray<CaptureSource> sources)
    {
        ImmutableArray<CapturedHost> hosts = [.. sources.Select(source => source.Named(declared)).OfType<CapturedHost>()];
        var failed = sources.Where(source => source.Report is null).Select(source => source.Target.Name).ToArray();
        if (hosts.IsEmpty)
            return new RunEnded(ExitCode.ManualAction, [], "No host was captured, and nothing was written. Fix the errors above and run again.");
        if (hosts.GroupBy(host => host.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twins)
            return new RunEnded(ExitCode.InputErrors, [], CaptureText.Twins(twins.Key));
        foreach (var host in hosts)
            folder.RefuseForeign(host.Name);
        folder.Write(Capture.LayOut(hosts, folder.Originals()));
        Say(CaptureText.Redactions(hosts));
        Say(CaptureText.NotTaken(hosts));
        Draft(hosts);
        Compare(hosts);
        if (!options.TakesAll)
            Say(CaptureText.Others(OtherHosts.Of(sources, declared), options.Folder));
        var code = sources.All(source => source.IsWhole) ? ExitCode.Fine : ExitCode.ManualAction;
        return new RunEnded(code, [], CaptureText.End(hosts.Length, failed, options.Folder));
    }

    private void Draft(ImmutableArray<CapturedHost> hosts)
    {
        if (folder.HasTopology)
            return;
        var draft = Capture.Draft(hosts);
        folder.WriteDraft(draft.Bytes);
        Say(CaptureText.Draft(draft.Text, options.Folder));
    }

    private void Compare(ImmutableArray<CapturedHost> hosts)
    {
        var outcome = Compiler.CompareWithHosts(new InputSet(Capture.AsItIs(hosts), folder.Originals()));
        Say(outcome.Result is { } comparison ? CaptureText.Comparison(comparison) : CaptureText.NotCompared(outcome.Findings));
    }

    private void Say(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            events.Say(line);
    }
}
