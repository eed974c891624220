using System.CommandLine;
using System.Text;
using Generator.Cli.DiffSources;
using Generator.Cli.Usage;
using Generator.Core;
using Generator.Core.Capturing.Captures;
using Generator.Core.Reporting.Changes;
using Generator.Core.Reporting.Reports;

namespace Generator.Cli.Commands;

internal static class DiffCommand
{
    private static readonly CommandText Text = new("show what a change does, before it is approved")
    {
        Group = "Review",
        Details = """
            Changed settings, changed files on each host, restarts in their order, the effect on the API, open connections and etcd, and how
            to roll back. No host is contacted.

            OLD and NEW are each a folder with topology.yaml and originals/, a topology file, an out/, a bundle or another archive of an
            out/ (.tar.gz), or git:REV[:PATH]. PATH is relative to the current folder. Two folders of captured files are compared file by
            file.
            """,
        Examples =
        [
            new("haplane diff git:main:cluster cluster", "what this branch changes in the folder cluster"),
            new("haplane diff git:HEAD~1:prod git:HEAD:prod", "what the last commit changed in the folder prod"),
            new("haplane diff git:HEAD:prod/originals prod/originals", "what changed on the hosts since that commit"),
        ],
        Exits =
        [
            new(ExitCode.Fine, "done"),
            new(ExitCode.InputErrors, "errors in OLD or NEW"),
            new(ExitCode.Differences, "something differs (--exit-code)"),
        ],
    };

    internal static Command New()
    {
        var before = SideArgument.New("OLD", "The current state.");
        var after = SideArgument.New("NEW", "The wanted state.");
        var format = Choice.Option<ChangeFormat>(
            "--format", "text for people (the default), markdown for a comment on a pull request, json for programs (haplane schema diff).");
        var svg = new Option<string?>("--svg")
        {
            Description = "Also draw the cluster into this file, and mark the parts that are new, leave or change.",
            HelpName = "FILE",
        };
        svg.Validators.Add(GivenPath.RefuseEmpty);
        var exitCode = new Option<bool>("--exit-code") { Description = "Exit with 2 if something differs." };
        var command = new DocumentedCommand("diff", Text)
        {
            before,
            after,
            format,
            svg,
            exitCode,
        };
        command.SetAction(parsed =>
        {
            var streams = parsed.InvocationConfiguration;
            var (old, now) = (parsed.GetValue(before) ?? "", parsed.GetValue(after) ?? "");
            if (DiffCapture.Read(old) is { } captured && DiffCapture.Read(now) is { } capturedAgain)
                return Write(Capture.Compare(captured, capturedAgain), parsed.GetValue(exitCode), streams.Output);
            if (Compare(old, now, streams.Error) is not { } change)
                return ExitCode.InputErrors;
            if (parsed.GetValue(svg) is { } file)
                File.WriteAllText(file, change.Picture);
            Write(change, parsed.GetValue(format) ?? ChangeFormat.Text, $"haplane diff {old} {now}", streams.Output);
            return parsed.GetValue(exitCode) && !change.IsEmpty ? ExitCode.Differences : ExitCode.Fine;
        });
        return command;
    }

    private static Change? Compare(string before, string after, TextWriter error)
    {
        // Both are read at once, but errors are shown in their order.
        var reading = Task.Run(() => DiffSource.Read(after));
        var old = DiffSource.ReadOrReport(before, error);
        var now = reading.GetAwaiter().GetResult().OrReport(error);
        return old is null || now is null ? null : Compiler.Compare(old, now);
    }

    private static int Write(CaptureChange change, bool tells, TextWriter output)
    {
        output.Write(CaptureChangeText.Render(change));
        return tells && !change.IsEmpty ? ExitCode.Differences : ExitCode.Fine;
    }

    private static void Write(Change change, ChangeFormat format, string command, TextWriter output)
    {
        output.Write(format switch
        {
            ChangeFormat.Json => Encoding.UTF8.GetString(ChangeJson.Render(change).Span),
            ChangeFormat.Markdown => ChangeMarkdown.Render(change, command),
            _ => new ChangeText(Terminal.ShowsColour(output)).Render(change),
        });
    }

    private enum ChangeFormat
    {
        Text,
        Markdown,
        Json,
    }
}
