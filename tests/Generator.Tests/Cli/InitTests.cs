using Generator.Cli;
using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Cli;

/// <summary>What <c>haplane init</c> writes into a git repository, and what git then does with it.</summary>
public sealed class InitTests : IDisposable
{
    private readonly string repository = Directory.CreateTempSubdirectory("haplane-init-").FullName;

    public InitTests() => Tool.Require("git");

    public void Dispose() => Directory.Delete(repository, recursive: true);

    [Fact]
    public void A_fresh_repository_with_a_readme_takes_an_example()
    {
        Git(0, "init", "-q");
        File.WriteAllText(At("README.md"), "mine");
        Run(0, "init", repository);
        Assert.Equal("mine", File.ReadAllText(At("README.md")));
        Assert.Contains("topology.yaml", Case.Files(repository, ""));
    }

    [Theory]
    [InlineData("topology.yaml")]
    [InlineData("topology.schema.json")]
    [InlineData("originals/x")]
    [InlineData("out/README.md")]
    public void No_example_is_written_over_a_cluster(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(file)) ?? repository);
        File.WriteAllText(At(file), "mine");
        Assert.Contains("exists and is not overwritten; nothing was written", Run(ExitCode.Misuse, "init", repository));
        Assert.Equal([file], Case.Files(repository, ""));
    }

    [Theory]
    [InlineData(".github/workflows/haplane.yml", "--pipeline", "github")]
    [InlineData(".gitlab-ci.yml", "--pipeline", "gitlab")]
    [InlineData(".githooks/pre-commit", "--hook")]
    [InlineData("cluster/.gitignore", "--git")]
    [InlineData("cluster/.gitattributes", "--git")]
    public void A_file_that_exists_is_named_and_nothing_is_written(string file, params string[] options)
    {
        Git(0, "init", "-q");
        Directory.CreateDirectory(Path.GetDirectoryName(At(file)) ?? repository);
        File.CreateSymbolicLink(At(file), "nowhere");
        var said = Run(ExitCode.Misuse, ["init", At("cluster"), .. options, "--git", "--hook"]);
        Assert.Contains($"{file} exists and is not overwritten; nothing was written", said);
        Assert.Equal([file], Case.Files(repository, "").Where(name => !name.StartsWith(".git/", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_cluster_that_exists_gets_the_files_of_a_repository_and_keeps_its_own()
    {
        Git(0, "init", "-q");
        Run(0, "init", At("sites/a"));
        var before = File.ReadAllText(At("sites/a/topology.yaml"));
        Run(0, "init", At("sites/a"), "--git", "--hook", "--pipeline", "gitlab");
        Assert.Equal(before, File.ReadAllText(At("sites/a/topology.yaml")));
        Assert.Contains("CLUSTERS: \"sites/a\"\n", File.ReadAllText(At(".gitlab-ci.yml")));
        Assert.Contains("clusters='sites/a'\n", File.ReadAllText(At(".githooks/pre-commit")));
        Assert.True(File.GetUnixFileMode(At(".githooks/pre-commit")).HasFlag(UnixFileMode.OtherExecute));
    }

    [Fact]
    public void A_pipeline_needs_a_repository_and_a_plain_path()
    {
        Assert.Contains("run git init first", Run(ExitCode.Misuse, "init", At("a"), "--pipeline", "github"));
        Git(0, "init", "-q");
        Assert.Contains("use letters, digits", Run(ExitCode.Misuse, "init", At("my cluster"), "--hook"));
        Assert.False(Directory.Exists(At("my cluster")));
    }

    [Fact]
    public void Git_keeps_what_is_reviewed_byte_by_byte_and_ignores_what_is_not_kept()
    {
        Git(0, "init", "-q");
        Run(0, "init", At("cluster"), "--git");
        Run(0, "build", At("cluster"));
        // What many people ignore everywhere.
        File.WriteAllText(At(".gitignore"), "out/\nbin/\n*.conf\n");
        File.WriteAllText(At(".gitattributes"), "* text=auto eol=crlf\n");
        File.WriteAllText(At("cluster/cluster.tar.gz"), "");
        File.WriteAllText(At("cluster/review.html"), "");
        Git(0, "add", ".");
        var kept = Git(0, "ls-files", "cluster").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            Case.Files(At("cluster"), "").Except(["cluster.tar.gz", "review.html"]).Select(name => $"cluster/{name}").Order(StringComparer.Ordinal),
            kept.Order(StringComparer.Ordinal));
        Git(0, "-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "-m", "first");
        Git(0, "rm", "-q", "-r", "cluster");
        Git(0, "checkout", "-q", "HEAD", "cluster");
        Assert.Contains("up to date", Run(0, "build", At("cluster"), "--check"));
        Assert.Equal("cluster/out/README.md: merge: unset\n", Git(0, "check-attr", "merge", "cluster/out/README.md"));
    }

    [Fact]
    public void The_hook_reads_what_is_committed_and_not_the_folder()
    {
        Prepare();
        Assert.Contains("are stale", Commit(1));
        Run(0, "build", At("cluster"));
        // Built, and not added.
        Assert.Contains("are stale", Commit(1));
        Git(0, "add", ".");
        File.AppendAllText(At("cluster/topology.yaml"), "unknown: 1\n");
        Commit(0);
        Git(0, "add", ".");
        Assert.Contains("SHP001", Commit(1));
        Git(0, "checkout", "-q", "HEAD", "cluster");
        File.WriteAllText(At("note"), "x");
        Git(0, "add", "note");
        // No file of a cluster: haplane is not asked, and need not be there.
        File.Delete(At("bin/haplane"));
        Commit(0);
        File.AppendAllText(At("cluster/topology.yaml"), "unknown: 1\n");
        Git(0, "add", ".");
        Assert.Contains("haplane is not installed", Commit(1));
    }

    [Fact]
    public void The_hook_is_clean()
    {
        Tool.Require("shellcheck");
        Assert.Equal((0, ""), Tool.Run("shellcheck", Repository.Path("templates", "repository", "pre-commit")));
    }

    [Fact]
    public void The_guide_shows_what_git_gets()
    {
        var page = File.ReadAllText(Repository.Path("templates", "guide", "repository.md"));
        foreach (var name in new[] { "gitignore", "gitattributes" })
            Assert.Contains($"```\n{File.ReadAllText(Repository.Path("templates", "repository", name))}```\n", page);
    }

    private void Prepare()
    {
        Git(0, "init", "-q");
        Git(0, "config", "core.hooksPath", ".githooks");
        Run(0, "init", At("cluster"), "--git", "--hook");
        Directory.CreateDirectory(At("bin"));
        File.WriteAllText(At("bin/haplane"), $"#!/bin/bash\nexec {Executable.Words} \"$@\"\n");
        Assert.Equal(0, Tool.Run("chmod", "755", At("bin/haplane")).Code);
        File.WriteAllText(At(".gitignore"), "/bin/\n");
        Git(0, "add", ".");
    }

    private string Commit(int expected)
    {
        var (code, text) = Tool.Run(
            "env", $"PATH={At("bin")}:/usr/bin:/bin", "git", "-C", repository, "-c", "user.name=n", "-c", "user.email=e", "commit", "-m", "x");
        Assert.True(code == expected, text);
        return text;
    }

    private string Git(int expected, params string[] arguments)
    {
        var (code, text) = Tool.Run("git", ["-C", repository, .. arguments]);
        Assert.True(code == expected, text);
        return text;
    }

    private static string Run(int expected, params string[] args)
    {
        using var said = new StringWriter();
        var code = Program.Run(args, said, said);
        Assert.True(code == expected, said.ToString());
        return said.ToString();
    }

    private string At(string path) => Path.Combine(repository, path);
}
