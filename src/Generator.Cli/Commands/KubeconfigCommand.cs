using System.CommandLine;
using Generator.Cli.Folders;
using Generator.Cli.Usage;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Planning.Kubeconfigs;

namespace Generator.Cli.Commands;

/// <summary><c>haplane kubeconfig</c>.</summary>
internal static class KubeconfigCommand
{
    private const string Streams = "-";

    private static readonly CommandText Text = new("point a person's or a pipeline's kubeconfig to the endpoint")
    {
        Group = "Deliver",
        Details = """
            Only the server of the current context's cluster changes, and only if it names a master or an earlier endpoint of this cluster.
            Every other byte stays. The file is $KUBECONFIG if that names one file, else ~/.kube/config.

            The endpoint is that of topology.yaml in the current folder. Where no topology is, pass it with --to: then any server of the
            current context's cluster is replaced.

            The file is replaced as a whole. Mode and owner stay; a link stays, and the file at its end is written. No copy is kept, because
            a kubeconfig holds keys: the output shows the command that undoes the change. No key is ever shown.
            """,
        Examples =
        [
            new("haplane kubeconfig --dry-run --topology cluster ci.yaml", "shows the line before and after, and writes nothing"),
            new("haplane kubeconfig --to https://192.168.3.201:6443", "on a machine without the topology"),
            new("haplane kubeconfig - --topology cluster <old >new", "for a secret store: reads stdin, writes stdout"),
        ],
        Exits =
        [
            new(ExitCode.Fine, "changed, or already right"),
            new(ExitCode.InputErrors, "refused; nothing was written"),
            new(ExitCode.Differences, "it would change (--dry-run)"),
        ],
    };

    internal static Command New()
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "The kubeconfig, or - for stdin and stdout.",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "FILE",
        };
        file.Validators.Add(GivenPath.RefuseEmpty);
        var to = new Option<string?>("--to") { Description = "The endpoint to write, such as https://192.168.3.201:6443.", HelpName = "URL" };
        var topology = new Option<string?>("--topology")
        {
            Description = "A folder with topology.yaml, or a topology file; default the current folder.",
            HelpName = "PATH",
        };
        topology.Validators.Add(GivenPath.RefuseEmpty);
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the change and write nothing. Exit code 2 if anything would change." };
        var command = new DocumentedCommand("kubeconfig", Text) { file, to, topology, dryRun };
        command.SetAction(parsed =>
        {
            var streams = parsed.InvocationConfiguration;
            var path = parsed.GetValue(file) ?? DefaultFile();
            return Target(parsed.GetValue(to), parsed.GetValue(topology), streams.Error) is { } target
                ? new Run(path, parsed.GetValue(dryRun), streams).Rewrite(target)
                : ExitCode.InputErrors;
        });
        return command;
    }

    private static string DefaultFile()
    {
        var named = (Environment.GetEnvironmentVariable("KUBECONFIG") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return named switch
        {
            [var only] => only,
            [] => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config"),
            _ => throw new MisuseException($"KUBECONFIG names {named.Length} files; pass the one to change: {string.Join(", ", named)}"),
        };
    }

    private static KubeconfigTarget? Target(string? url, string? path, TextWriter error)
    {
        if (url is not null && path is not null)
            throw new MisuseException("--to and --topology exclude each other; pass one of them");
        if (url is not null)
            return KubeconfigTarget.Chosen(url) ?? throw new MisuseException("--to is not a URL such as https://192.168.3.201:6443");
        if (path is null && !File.Exists("topology.yaml"))
            throw new MisuseException("there is no topology.yaml in the current folder; pass --topology PATH or --to URL");
        var folder = InputFolder.At(path ?? ".");
        var outcome = folder.ReadWithOutput().Then(KubeconfigTarget.Of);
        if (outcome.Result is null)
            Report.Write(outcome.Findings, folder.Prefix, error);
        return outcome.Result;
    }

    private sealed class Run(string path, bool isDry, InvocationConfiguration streams)
    {
        private readonly bool isStreamed = path == Streams;

        // stdout carries the new kubeconfig.
        private TextWriter Words => isStreamed ? streams.Error : streams.Output;

        internal int Rewrite(KubeconfigTarget target)
        {
            var file = isStreamed ? null : new RewrittenFile(path);
            var outcome = KubeconfigRewrite.Of(new SourceFile(isStreamed ? "stdin" : path, file?.Before ?? StandardInput()), target);
            if (outcome.Result is not { } change)
            {
                Report.Write(outcome.Findings, "", streams.Error);
                streams.Error.WriteLine($"{path}: refused, nothing was written");
                return ExitCode.InputErrors;
            }

            Show(change, target);
            var isChanged = change.Changed.Any();
            if (isDry)
                return isChanged ? ExitCode.Differences : ExitCode.Fine;
            if (isStreamed)
                WriteOut(change.Content.Span);
            else if (isChanged)
                WriteFile(file, change);
            return ExitCode.Fine;
        }

        private void WriteFile(RewrittenFile? file, KubeconfigChange change)
        {
            file?.Write(change.Content.Span);
            Words.WriteLine($"To undo: haplane kubeconfig {path} --to {change.Changed.First().Old}");
        }

        private void Show(KubeconfigChange change, KubeconfigTarget target)
        {
            foreach (var server in change.Servers)
            {
                Words.WriteLine(
                    server.Old == server.New
                        ? $"{server.At}: server is already {server.New}"
                        : $"{server.At}:\n-   server: {server.Old}\n+   server: {server.New}");
            }

            foreach (var server in change.Elsewhere)
                Words.WriteLine($"{server.At}: server {server.Old} stays: the current context does not use it");
            if (change.ServerName is { } name)
                Words.WriteLine(
                    $"The kube-apiserver's certificate does not name {change.Servers[0].New}. Reissue it (haplane check --reissue DIR), or "
                        + $"add \"tls-server-name: {name}\" next to the server.");
            if (target is { HasCertificate: false, ClusterName: not "" })
                Words.WriteLine(
                    $"Not checked: whether the kube-apiserver's certificate names {target.Wanted}. It was not captured, or the originals have "
                        + "errors; haplane check shows them.");
        }

        private static byte[] StandardInput()
        {
            using var input = Console.OpenStandardInput();
            using var all = new MemoryStream();
            input.CopyTo(all);
            return all.ToArray();
        }

        private static void WriteOut(ReadOnlySpan<byte> content)
        {
            using var output = Console.OpenStandardOutput();
            output.Write(content);
        }
    }
}
