using System.Text.Json.Nodes;
using Generator.Cli;

namespace Generator.Tests.Cli;

/// <summary>Commands that take several clusters of one repository: one list of findings, one summary, the worst exit code.</summary>
public sealed class SeveralClustersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-several-").FullName;

    public SeveralClustersTests()
    {
        foreach (var name in new[] { "one", "two" })
            Assert.Equal(0, Run("init", At(name)).Code);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Check_has_one_list_of_findings_and_one_summary()
    {
        var (code, output, error) = Run("check", At("one"), At("two"));
        Assert.Equal(0, code);
        Assert.Equal(
            $"{At("one")}/topology.yaml: 0 errors, 0 warnings, 1 note, 1 waived\n{At("two")}/topology.yaml: 0 errors, 0 warnings, 1 note, 1 waived\n"
                + "2 clusters: 0 errors, 0 warnings, 2 notes, 2 waived\n",
            output);
        Assert.Single(error.Split('\n'), line => line.StartsWith("not shown: 2 notes", StringComparison.Ordinal));
        Break("two");
        (code, _, error) = Run("check", At("one"), At("two"));
        Assert.Equal(1, code);
        // Errors come first, whichever cluster they are of.
        Assert.StartsWith($"{At("two")}/topology.yaml:", error);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("sarif")]
    [InlineData("gitlab")]
    public void A_format_for_programs_is_one_document_for_all(string format)
    {
        Break("one");
        Break("two");
        var (code, output, _) = Run("check", At("one"), At("two"), "--format", format);
        Assert.Equal(1, code);
        Assert.NotNull(JsonNode.Parse(output));
        Assert.Contains($"{At("one")}/topology.yaml\"", output);
        Assert.Contains($"{At("two")}/topology.yaml\"", output);
    }

    [Fact]
    public void Build_ends_with_the_worst_code()
    {
        Assert.Equal(2, Run("build", At("one"), At("two"), "--check").Code);
        var (code, output, _) = Run("build", At("one"), At("two"));
        Assert.Equal(0, code);
        Assert.EndsWith("2 clusters: 2 written, 0 with errors\n", output);
        Assert.EndsWith("2 clusters: 2 up to date, 0 stale, 0 with errors\n", Run("build", At("one"), At("two"), "--check").Output);
        File.AppendAllText(Path.Combine(At("two"), "out", "README.md"), "x");
        Assert.EndsWith("2 clusters: 1 up to date, 1 stale, 0 with errors\n", Run("build", At("one"), At("two"), "--check").Output);
        Break("one");
        (code, output, _) = Run("build", At("one"), At("two"), "--check");
        Assert.Equal(1, code);
        Assert.EndsWith("2 clusters: 0 up to date, 1 stale, 1 with errors\n", output);
    }

    [Theory]
    [InlineData("check", "--reissue")]
    [InlineData("build", "-o")]
    public void An_option_for_one_cluster_is_refused_for_two(string command, string option)
    {
        var (code, _, error) = Run(command, At("one"), At("two"), option, At("new"));
        Assert.Equal(ExitCode.Misuse, code);
        Assert.Contains("is for one cluster, and 2 were passed", error);
        Assert.False(Directory.Exists(At("new")));
    }

    [Theory]
    [InlineData("", "a path is empty")]
    [InlineData("-x", "has no option -x")]
    [InlineData("nowhere", "there is no file or folder nowhere")]
    public void A_wrong_path_among_them_is_refused_before_anything_is_written(string path, string expected)
    {
        var (code, _, error) = Run("build", At("one"), path);
        Assert.Equal(ExitCode.Misuse, code);
        Assert.Contains(expected, error);
        Assert.False(Directory.Exists(Path.Combine(At("one"), "out")));
    }

    private string At(string name) => Path.Combine(folder, name);

    private void Break(string name) => File.AppendAllText(Path.Combine(At(name), "topology.yaml"), "unknown: 1\n");

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = Program.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
