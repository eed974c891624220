using System.CommandLine;
using System.Globalization;
using Generator.Cli.Verifying;

namespace Generator.Cli.Commands;

/// <summary><c>haplane verify</c>.</summary>
internal static class VerifyCommand
{
    private const string Text = """
        Compares the live hosts with the reviewed output: files, services, programs, certificates, and the cluster's own answers.
        It asks each host once over ssh, and writes nothing there. What has drifted is named and not corrected.

          haplane verify                            the output in out/
          haplane verify out --format html -o site.html      a page to hand over
          haplane verify out --format prometheus -o /var/lib/node_exporter/haplane.prom --watch 300
        The captures next to the output (originals/) are compared, too; a bundle has none.

        Exit code: 0 as reviewed; 2 drift or a problem; 4 something could not be asked; 1 the output is not whole; 64 misuse.
        """;

    private const int LongestPause = 86400;

    internal static Command New()
    {
        var path = RunSwitches.Out();
        var format = new Option<VerifyFormat>("--format") { Description = "The form of the report.", HelpName = "text|json|junit|html|prometheus" };
        var target = new Option<string?>("--output", "-o")
        {
            Description = "Write the report to this file, which is replaced as a whole.",
            HelpName = "FILE",
        };
        target.Validators.Add(GivenPath.RefuseEmpty);
        var watch = Watch();
        var (acceptForeign, signers, ssh) = (RunSwitches.AcceptForeign(), RunSwitches.Signers(), RunSwitches.Ssh());
        var command = new Command("verify", Text) { path, format, target, watch, acceptForeign, signers, ssh };
        command.SetAction((parsed, _) =>
        {
            var options = new VerifyOptions
            {
                Folder = parsed.GetValue(path) ?? "out",
                Format = parsed.GetValue(format),
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
