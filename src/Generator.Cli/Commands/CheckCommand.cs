using System.Collections.Immutable;
using System.CommandLine;
using Generator.Cli.Folders;
using Generator.Cli.Usage;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Certificates;

namespace Generator.Cli.Commands;

internal static class CheckCommand
{
    private static readonly CommandText Text = new("show every fault of a topology and its originals")
    {
        Group = "Prepare",
        Details = """
            Works offline. Each fault has its place, what was found, what was expected, and what to do. It writes nothing but what
            --reissue asks for. Of several clusters, the findings are one list, and the exit code is the worst.
            """,
        Examples =
        [
            new("haplane check cluster", "every fault of the folder cluster"),
            new("haplane check clusters/*/", "the faults of every cluster of a repository"),
            new("haplane check cluster --format sarif >findings.sarif", "for code scanning"),
            new("haplane check cluster --reissue csr", "a CSR for a certificate that lacks names, and how to use it"),
        ],
        Exits = [new(ExitCode.Fine, "no errors"), new(ExitCode.InputErrors, "errors; with --strict also warnings")],
    };

    internal static Command New()
    {
        var paths = PathArgument.Several();
        var strict = new Option<bool>("--strict") { Description = "Fail on warnings too; waived findings never fail." };
        var verbose = new Option<bool>("--verbose") { Description = "Also show notes that need no action; they are only counted otherwise." };
        var format = Choice.Option<FindingsFormat>(
            "--format",
            "text shows source lines with carets, on stderr; json, sarif (2.1.0), github (annotations) and gitlab (code quality) go to stdout. "
                + "Default: text on a terminal, one line for each finding in a log.");
        var reissue = new Option<string?>("--reissue")
        {
            Description = "Write a CSR and the commands to reissue a kube-apiserver certificate that lacks names, into a new or empty folder.",
            HelpName = "DIR",
        };
        reissue.Validators.Add(GivenPath.RefuseEmpty);
        var command = new DocumentedCommand("check", Text)
        {
            paths,
            strict,
            verbose,
            format,
            reissue,
        };
        command.SetAction(parsed =>
        {
            ImmutableArray<InputFolder> folders = [.. (parsed.GetValue(paths) ?? ["."]).Select(InputFolder.At)];
            var request = parsed.GetValue(reissue);
            PathArgument.RefuseFor(folders.Length, "--reissue", request is not null);
            if (request is not null)
                new ReissueDirectory(request).RefuseForeign(folders[0]);
            ImmutableArray<Checked> all = [.. folders.Select(Checked.Of)];
            var isPure = Show(all, parsed.GetValue(format), parsed.GetValue(verbose), parsed.InvocationConfiguration);
            if (!isPure)
                WriteCounts(all, parsed.InvocationConfiguration.Output);
            var code = ExitCode.Worst(all.Select(one => one.Code(parsed.GetValue(strict))));
            if (request is not null)
                WriteRequest(all[0].Input, request, parsed.InvocationConfiguration.Error);
            return code;
        });
        return command;
    }

    // True where stdout holds a format for programs.
    private static bool Show(ImmutableArray<Checked> all, FindingsFormat? format, bool isVerbose, InvocationConfiguration streams)
    {
        ImmutableArray<Diagnostic> findings = [.. all.SelectMany(one => one.Findings.Select(finding => finding.Below(one.Folder.Prefix)))];
        if (format is { } asked)
            return Report.WriteAs(asked, findings, "", isVerbose, streams.Output, streams.Error);
        Report.Write(findings, "", streams.Error, isVerbose);
        return false;
    }

    private static void WriteCounts(ImmutableArray<Checked> all, TextWriter output)
    {
        foreach (var one in all)
            output.WriteLine($"{one.Folder.Prefix}{one.Folder.TopologyName}: {Tally.Of(one.Findings)}");
        if (all.Length > 1)
            output.WriteLine($"{all.Length} clusters: {Tally.Of([.. all.SelectMany(one => one.Findings)])}");
    }

    // On stderr, because stdout may carry JSON or SARIF.
    private static void WriteRequest(InputSet input, string folder, TextWriter error)
    {
        var result = Reissue.Of(input);
        if (result.Files is { } files)
            new ReissueDirectory(folder).Write(files);
        error.WriteLine(
            result.Files is null
                ? $"--reissue wrote nothing: {result.Summary}"
                : $"{folder}: {result.Summary}. Read {Path.Combine(folder, "README.md")} first.");
    }

    // A cluster with its findings.
    private sealed record Checked(InputFolder Folder, InputSet Input, ImmutableArray<Diagnostic> OfOutput, ImmutableArray<Diagnostic> Findings)
    {
        internal static Checked Of(InputFolder folder)
        {
            // As build does, it reads from out/ what leaves or moves.
            var read = folder.ReadWithOutput();
            // An out/ that cannot be read is an error; the faults of the topology are shown next to it.
            var input = (read.Result ?? folder.Read()) with { Today = DateOnly.FromDateTime(DateTime.UtcNow) };
            return new Checked(folder, input, read.Findings, [.. read.Findings, .. Compiler.Check(input)]);
        }

        // A pipeline result must not change overnight: findings that depend on the date are shown but do not affect the exit code.
        internal int Code(bool strict)
        {
            var decisive = Tally.Of(strict ? [.. OfOutput, .. Compiler.Check(Input with { Today = null })] : Findings);
            return decisive.Fails(strict) ? ExitCode.InputErrors : ExitCode.Fine;
        }
    }
}
