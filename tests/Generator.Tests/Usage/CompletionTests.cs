using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Usage;

/// <summary>What a tab adds in each shell, pressed on a terminal.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-tab-").FullName;

    public static TheoryData<string> Shells => ["bash", "zsh", "fish"];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_tab_completes_commands_options_values_files_hosts_codes_and_revisions(string shell)
    {
        Tool.Require(shell);
        Tool.Require("python3");
        Prepare();
        (string Line, string Words)[] cases =
        [
            ("haplane che", "<haplane><check>"),
            ("haplane bundle ver", "<haplane><bundle><verify>"),
            ("haplane check --form", "<haplane><check><--format>"),
            ("haplane check --format js", "<haplane><check><--format><json>"),
            ("haplane schema capt", "<haplane><schema><capture>"),
            ("haplane explain CRT001", "<haplane><explain><CRT001>"),
            ("haplane check some-clu", "<haplane><check><some-cluster>"),
            ("haplane apply some-cluster/out --hosts lb1,k8s-ma", "<haplane><apply><some-cluster/out><--hosts><lb1,k8s-master1>"),
            ("haplane diff git:sta", "<haplane><diff><git:stable>"),
        ];
        Assert.Equal(cases, cases.Select(pair => (pair.Line, Press(shell, pair.Line))));
    }

    // A repository with one branch, and an output of two hosts.
    private void Prepare()
    {
        var bin = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        var program = Path.Combine(bin, "haplane");
        File.WriteAllText(program, $"#!/bin/sh\nexec {Executable.Words} \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var hosts = Directory.CreateDirectory(Path.Combine(folder, "desk", "some-cluster", "out", "hosts")).FullName;
        File.WriteAllText(Path.Combine(hosts, "lb1.plan"), "");
        File.WriteAllText(Path.Combine(hosts, "k8s-master1.plan"), "");
        Assert.Equal(
            0,
            Tool.Run(
                "bash",
                "-c",
                $"cd '{folder}/desk' && git init -q -b stable . && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m first").Code);
    }

    private string Press(string shell, string line)
    {
        var (command, load) = shell switch
        {
            "bash" => ("bash --norc --noprofile -i", "source <(haplane completion bash)"),
            "zsh" => ("zsh -f -i", "autoload -U compinit; compinit -u -D; source <(haplane completion zsh)"),
            _ => ("fish --no-config -i", "haplane completion fish | source"),
        };
        var (code, text) = Tool.Run(
            "env",
            "-i",
            $"PATH={folder}/bin:{Environment.GetEnvironmentVariable("PATH")}",
            $"HOME={folder}",
            "TERM=xterm",
            "LC_ALL=C.UTF-8",
            $"DOTNET_ROOT={Environment.GetEnvironmentVariable("DOTNET_ROOT")}",
            "python3",
            Repository.Path("tests", "Generator.Tests", "Usage", "press-tab.py"),
            command,
            $"cd '{folder}/desk'; {load}",
            line);
        Assert.True(code == 0, text);
        // zsh removes the slash of a folder when a blank follows it.
        return text.Trim().Replace("/>", ">", StringComparison.Ordinal);
    }
}
