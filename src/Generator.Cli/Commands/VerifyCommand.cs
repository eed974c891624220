using System.CommandLine;
using System.Globalization;
using Generator.Cli.Usage;
using Generator.Cli.Verifying;

namespace Generator.Cli.Commands;

/// <summary><c>haplane verify</c>.</summary>
internal static class VerifyCommand
{
    private static readonly CommandText Text = new("compare the live hosts with the reviewed output")
    {
        Group = "Deliver",
        Details = """
            Files, services, programs, certificates, and the cluster's own answers. It asks each host once over ssh, and writes nothing
            there. What has drifted is named and not corrected.

            The captures next to the output (originals/) are compared, too; a bundle has none.
            """,
        Examples =
        [
            new("haplane verify cluster/out", "all hosts"),
            new("haplane verify cluster/out --format html -o site.html", "a page to hand over"),
            new("haplane verify --format prometheus -o haplane.prom --watch 300", "for node_exporter's textfile collector, every five minutes"),
        ],
        Exits =
        [
            new(ExitCode.Fine, "as reviewed"),
            new(ExitCode.InputErrors, "the output is not complete, so no host was asked"),
            new(ExitCode.Differences, "drift or a problem"),
            new(ExitCode.ManualAction, "something could not be asked"),
        ],
    };

    private const int LongestPause = 86400;

    internal static Command New()
    {
        var path = RunSwitches.Out();
        var format = Choice.Option<VerifyFormat>("--format", "The form of the report; default text.");
        var target = new Option<string?>("--output", "-o")
        {
            Description = "Write the report to this file, which is replaced as a whole.",
            HelpName = "FILE",
        };
        target.Validators.Add(GivenPath.RefuseEmpty);
        var watch = Watch();
        var (acceptForeign, signers, ssh) = (RunSwitches.AcceptForeign(), RunSwitches.Signers(), RunSwitches.Ssh());
        var command = new DocumentedCommand("verify", Text) { path, format, target, watch, acceptForeign, signers, ssh };
        command.SetAction((parsed, _) =>
        {
            var options = new VerifyOptions
            {
                Folder = parsed.GetValue(path) ?? "out",
                Format = parsed.GetValue(format) ?? VerifyFormat.Text,
                Target = parsed.GetValue(target),
                Every = parsed.GetValue(watch) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                Ssh = parsed.GetValue(ssh),
                Signers = parsed.GetValue(signers),
                AcceptsForeign = parsed.GetValue(acceptForeign),
            };
            var streams = parsed.InvocationConfiguration;
            return new VerifyRun(options, streams.Output, streams.Error).Run();
        });
        return command;
    }

    private static Option<int?> Watch()
    {
        var watch = new Option<int?>("--watch")
        {
            Description = "Verify again and again, with this many seconds between two runs (default 60), until Ctrl-C.",
            HelpName = "SECONDS",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = result => result.Tokens is [] ? 60
                : result.Tokens is [{ Value: var text }] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    && seconds is >= 1 and <= LongestPause
                    ? seconds
                    : Refused(result),
        };
        return watch;
    }

    private static int? Refused(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError("--watch takes a number of seconds, 1 to 86400");
        return null;
    }
}
