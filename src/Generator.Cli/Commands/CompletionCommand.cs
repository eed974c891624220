using System.CommandLine;
using Generator.Cli.Usage;

namespace Generator.Cli.Commands;

/// <summary><c>haplane completion</c>.</summary>
internal static class CompletionCommand
{
    private static readonly CommandText Text = new("print the completion script of a shell")
    {
        Group = "Look up",
        Details = """
            The script asks the program itself, so it stays right after an update. Commands, options, their values, files, codes, hosts and
            git revisions are completed.
            """,
        Examples =
        [
            new("haplane completion bash >/etc/bash_completion.d/haplane", "bash, for all users"),
            new("source <(haplane completion bash)", "bash, for this shell alone"),
            new("haplane completion zsh >\"${fpath[1]}/_haplane\"", "zsh; compinit must run in ~/.zshrc"),
            new("haplane completion fish >~/.config/fish/completions/haplane.fish", "fish"),
        ],
        Exits = [new(ExitCode.Fine, "printed")],
    };

    internal static Command New()
    {
        var shell = Choice.Argument<Shell>("SHELL", "bash, zsh or fish.");
        shell.Arity = ArgumentArity.ExactlyOne;
        var command = new DocumentedCommand("completion", Text) { shell };
        command.SetAction(parsed =>
        {
            var name = $"haplane.{(parsed.GetValue(shell) ?? Shell.Bash).ToString().ToLowerInvariant()}";
            parsed.InvocationConfiguration.Output.Write(EmbeddedPages.Read("completion", name));
            return ExitCode.Fine;
        });
        return command;
    }

    private enum Shell
    {
        Bash,
        Zsh,
        Fish,
    }
}
