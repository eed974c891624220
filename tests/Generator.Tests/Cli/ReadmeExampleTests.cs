using System.Text.RegularExpressions;
using Generator.Cli;
using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Cli;

/// <summary>The commands that README.md and the help show, run by a shell in the order in which they are there, as a reader types them.</summary>
public sealed partial class ReadmeExampleTests : IDisposable
{
    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-readme-").FullName;

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Fact]
    public void The_commands_of_the_readme_and_the_guide_run()
    {
        var pages = Directory.GetFiles(Repository.Path("templates", "guide")).Order(StringComparer.Ordinal);
        var commands = pages.Prepend(Repository.Path("README.md"))
            .SelectMany(page => Blocks().Matches(File.ReadAllText(page)))
            .SelectMany(block => Commands(block.Groups["text"].Value))
            .ToArray();
        Assert.Contains("haplane init cluster", commands);
        Prepare();
        Assert.Equal([.. commands.Select(command => $"{CodeOf(command)} {command}")], Run(commands));
    }

    [Fact]
    public void The_commands_of_the_help_run()
    {
        using var help = new StringWriter();
        Assert.Equal(0, Program.Run(["--help"], help, help));
        // In the order in which a reader starts.
        var commands = Commands(help.ToString().Split("Start with:")[1].Split("\n\n")[0]).ToArray();
        Assert.Contains("haplane init cluster", commands);
        Prepare();
        Assert.Equal([.. commands.Select(command => $"{CodeOf(command)} {command}")], Run(commands));
    }

    // No host is there: such a command is understood, and ends with the code of one that reaches none.
    private static int CodeOf(string command) => OnlyReads(command) ? 4 : NeedsHosts(command) ? 1 : 0;

    private static bool OnlyReads(string command) =>
        command.StartsWith("haplane capture --all", StringComparison.Ordinal) || command.StartsWith("haplane verify", StringComparison.Ordinal);

    private static bool NeedsHosts(string command) =>
        command.Contains(" apply ", StringComparison.Ordinal) || command.Contains(" rollback ", StringComparison.Ordinal);

    private static IEnumerable<string> Commands(string text) => Command().Matches(text).Select(match => match.Groups["command"].Value);

    // Their exit codes, each with its command.
    private string[] Run(IEnumerable<string> commands)
    {
        var script = string.Concat(
            commands.Select(command => $"(cd {FolderOf(command)} && {Complete(command)}) >>log 2>&1; echo \"$? {command}\" >>codes\n"));
        File.WriteAllText(Path.Combine(scratch, "run.sh"), $"cd {scratch}\nexport HOME={scratch} PATH={scratch}/bin:$PATH\n{script}");
        Tool.Run("bash", Path.Combine(scratch, "run.sh"));
        TestContext.Current.TestOutputHelper?.WriteLine(File.ReadAllText(Path.Combine(scratch, "log")));
        return File.ReadAllLines(Path.Combine(scratch, "codes"));
    }

    private static string FolderOf(string command) =>
        command.Contains("cluster", StringComparison.Ordinal) || command.Contains("runbook", StringComparison.Ordinal) ? "." : "cluster";

    // What the text around the command asks for: the output is committed before a branch is compared with it.
    private static string Complete(string command) => command switch
    {
        _ when OnlyReads(command) => $"{command} --ssh false",
        _ when NeedsHosts(command) => $"{command} --yes --ssh false".Replace(" --dry-run --yes", " --dry-run", StringComparison.Ordinal),
        _ when command.Contains(
            "git:main",
            StringComparison.Ordinal) => "git init -q -b main && git add cluster "
                + $"&& git -c user.name=n -c user.email=e commit -q --allow-empty -m first && {command}",
        _ => command,
    };

    private void Prepare()
    {
        Tool.Require("git");
        Tool.Require("ssh-keygen");
        Directory.CreateDirectory(Path.Combine(scratch, ".ssh"));
        Directory.CreateDirectory(Path.Combine(scratch, "kubernetes-server"));
        var (made, said) = Tool.Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(scratch, ".ssh", "id_ed25519"));
        Assert.True(made == 0, said);
        var program = Path.Combine(Directory.CreateDirectory(Path.Combine(scratch, "bin")).FullName, "haplane");
        File.WriteAllText(program, $"#!/bin/bash\nexec {Executable.Words} \"$@\"\n");
        Tool.Run("chmod", "755", program);
    }

    [GeneratedRegex(@"^```sh\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^ *(?<command>haplane .*?)(?=  | *#|$)", RegexOptions.Multiline)]
    private static partial Regex Command();
}
