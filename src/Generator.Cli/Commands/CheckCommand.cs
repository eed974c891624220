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
            --reissue asks for.
            """,
        Examples =
        [
            new("haplane check cluster", "every fault of the folder cluster"),
            new("haplane check cluster --format sarif >findings.sarif", "for code scanning"),
            new("haplane check cluster --reissue csr", "a CSR for a certificate that lacks names, and how to use it"),
        ],
        Exits = [new(ExitCode.Fine, "no errors"), new(ExitCode.InputErrors, "errors; with --strict also warnings")],
    };

    internal static Command New()
    {
        var path = PathArgument.New();
        var strict = new Option<bool>("--strict") { Description = "Fail on warnings too; waived findings never fail." };
        var verbose = new Option<bool>("--verbose") { Description = "Also show notes that need no action; they are only counted otherwise." };
        var format = Choice.Option<FindingsFormat>(
            "--format",
            "text shows source lines with carets, on stderr; json, sarif (2.1.0) and github (annotations) go to stdout. Default: text on a "
                + "terminal, one line for each finding in a log.");
        var reissue = new Option<string?>("--reissue")
        {
            Description = "Write a CSR and the commands to reissue a kube-apiserver certificate that lacks names, into a new or empty folder.",
            HelpName = "DIR",
        };
        reissue.Validators.Add(GivenPath.RefuseEmpty);
        var command = new DocumentedCommand("check", Text)
        {
            path,
            strict,
            verbose,
            format,
            reissue,
        };
        command.SetAction(parsed =>
        {
            var folder = InputFolder.At(parsed.GetValue(path) ?? ".");
            var request = parsed.GetValue(reissue);
            if (request is not null)
                new ReissueDirectory(request).RefuseForeign(folder);
            // As build does, it reads from out/ what leaves or moves.
            var read = folder.ReadWithOutput();
            // An out/ that cannot be read is an error; the faults of the topology are shown next to it.
            var input = (read.Result ?? folder.Read()) with { Today = DateOnly.FromDateTime(DateTime.UtcNow) };
            ImmutableArray<Diagnostic> findings = [.. read.Findings, .. Compiler.Check(input)];
            var isPure = Show(findings, folder, parsed.GetValue(format), parsed.GetValue(verbose), parsed.InvocationConfiguration);
            if (!isPure)
                parsed.InvocationConfiguration.Output.WriteLine($"{folder.Prefix}{folder.TopologyName}: {Tally.Of(findings)}");
            var code = Decide(input, read.Findings, findings, parsed.GetValue(strict));
            if (request is not null)
                WriteRequest(input, request, parsed.InvocationConfiguration.Error);
            return code;
        });
        return command;
    }

    // True where stdout holds a format for programs.
    private static bool Show(
        ImmutableArray<Diagnostic> findings, InputFolder folder, FindingsFormat? format, bool isVerbose, InvocationConfiguration streams)
    {
        if (format is { } asked)
            return Report.WriteAs(asked, findings, folder.Prefix, isVerbose, streams.Output, streams.Error);
        Report.Write(findings, folder.Prefix, streams.Error, isVerbose);
        return false;
    }

    // A pipeline result must not change overnight: findings that depend on the date are shown but do not affect the exit code.
    private static int Decide(InputSet input, ImmutableArray<Diagnostic> ofOutput, ImmutableArray<Diagnostic> shown, bool strict)
    {
        var decisive = Tally.Of(strict ? [.. ofOutput, .. Compiler.Check(input with { Today = null })] : shown);
        return decisive.Fails(strict) ? ExitCode.InputErrors : ExitCode.Fine;
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
}
