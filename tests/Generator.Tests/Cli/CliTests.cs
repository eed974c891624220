using Generator.Cli;
using Generator.Tests.Support;

namespace Generator.Tests.Cli;

public sealed class CliTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_init_writes_is_the_example_and_builds_to_its_out()
    {
        var target = Path.Combine(folder, "cluster");
        Assert.Equal(0, Run("init", target).Code);
        var example = Repository.Path("out-example");
        Assert.Equal(
            Case.Files(example, "originals").Append("topology.schema.json").Append("topology.yaml").Order(StringComparer.Ordinal),
            Case.Files(target, ""));
        Assert.Equal(0, Run("build", target).Code);
        Assert.Equal(Case.Example.Output.Files.Keys, Case.Files(Path.Combine(target, "out"), ""));
        foreach (var file in Case.Example.Output.Files.Keys)
            Assert.Equal(Case.Example.Bytes(file), File.ReadAllBytes(Path.Combine(target, "out", file)));
    }

    [Fact]
    public void A_stale_out_is_told_and_not_touched()
    {
        Run("init", folder);
        Assert.Equal(2, Run("build", folder, "--check").Code);
        Assert.False(Directory.Exists(Path.Combine(folder, "out")));
        Run("build", folder);
        Assert.Equal(0, Run("build", folder, "--check").Code);
        File.AppendAllText(Path.Combine(folder, "out", "README.md"), "x");
        File.WriteAllText(Path.Combine(folder, "out", "extra"), "x");
        File.Delete(Path.Combine(folder, "out", "rollout.plan"));
        var (code, output, _) = Run("build", folder, "--check");
        Assert.Equal(2, code);
        Assert.All(["README.md", "extra", "rollout.plan"], name => Assert.Contains($"stale: {Path.Combine(folder, "out", name)}\n", output));
    }

    [Fact]
    public void A_build_with_errors_writes_nothing()
    {
        Run("init", folder);
        var topology = Path.Combine(folder, "topology.yaml");
        Run("build", folder);
        var before = Case.Files(folder, "out").Select(file => File.ReadAllText(Path.Combine(folder, file))).ToArray();
        File.WriteAllText(topology, File.ReadAllText(topology).Replace("address: 192.168.3.172", "adress: 192.168.3.172"));
        var (code, output, error) = Run("build", folder);
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains("topology.yaml:16:", error);
        Assert.Contains("did you mean \"address\"?", error);
        Assert.Equal(before, Case.Files(folder, "out").Select(file => File.ReadAllText(Path.Combine(folder, file))));
    }

    [Fact]
    public void A_folder_that_is_not_ours_is_never_replaced()
    {
        Run("init", Path.Combine(folder, "cluster"));
        var foreign = Path.Combine(folder, "foreign");
        Directory.CreateDirectory(foreign);
        File.WriteAllText(Path.Combine(foreign, "thesis.txt"), "years of work");
        Assert.Equal(64, Run("build", Path.Combine(folder, "cluster"), "-o", foreign).Code);
        Assert.Equal(["thesis.txt"], Case.Files(foreign, ""));
        File.WriteAllText(Path.Combine(foreign, "manifest.json"), "{}");
        Assert.Equal(64, Run("build", Path.Combine(folder, "cluster"), "-o", foreign).Code);
        var link = Path.Combine(folder, "link");
        Directory.CreateSymbolicLink(link, foreign);
        Assert.Equal(64, Run("build", Path.Combine(folder, "cluster"), "-o", link).Code);
        Assert.Equal(["manifest.json", "thesis.txt"], Case.Files(foreign, ""));
        Assert.Equal(["cluster", "foreign", "link"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_built_folder_is_replaced_as_a_whole()
    {
        Run("init", folder);
        Run("build", folder);
        var stale = Path.Combine(folder, "out", "hosts", "gone.plan");
        File.WriteAllText(stale, "x");
        Assert.Equal(0, Run("build", folder).Code);
        Assert.False(File.Exists(stale));
        Assert.Equal(
            ["originals", "out", "topology.schema.json", "topology.yaml"],
            Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Strict_fails_on_warnings_and_waived_findings_never_fail()
    {
        Run("init", folder);
        var topology = Path.Combine(folder, "topology.yaml");
        Assert.Equal(0, Run("check", folder, "--strict").Code);
        var lines = File.ReadAllLines(topology).Where(line => !line.StartsWith("waivers:", StringComparison.Ordinal));
        File.WriteAllLines(topology, lines);
        Assert.Equal(0, Run("check", folder).Code);
        var (code, output, error) = Run("check", topology, "--strict");
        Assert.Equal(1, code);
        Assert.Contains("0 errors, 1 warning, 1 note, 0 waived", output);
        Assert.Contains("warning LBR001", error);
    }

    [Theory]
    [InlineData("json", "{\n  \"apiVersion\": \"haplane.findings/v1\"")]
    [InlineData("sarif", "{\n  \"$schema\": ")]
    [InlineData("github", "::notice file=")]
    public void A_format_for_programs_has_stdout_to_itself(string format, string start)
    {
        Run("init", folder);
        var (code, output, error) = Run("check", folder, "--format", format);
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith(start, output);
        Assert.DoesNotContain("0 errors, 0 warnings", output);
    }

    [Fact]
    public void Findings_stand_with_their_lines_where_text_is_asked_for_and_a_line_each_in_a_log()
    {
        Run("init", folder);
        Assert.Contains("\n     |                  ^^^\n", Run("check", folder, "--format", "text", "--verbose").Error);
        Assert.Equal(2, Run("check", folder, "--verbose").Error.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void A_note_that_needs_no_action_is_counted_and_shown_on_request()
    {
        Run("init", folder);
        const string Hidden = "not shown: 1 note that needs no action; haplane check --verbose shows all\n";
        foreach (var error in new[] { Run("check", folder).Error, Run("check", folder, "--format", "text").Error, Run("build", folder).Error })
        {
            Assert.EndsWith(Hidden, error);
            Assert.DoesNotContain("LBR013", error);
        }

        var (_, output, verbose) = Run("check", folder, "--verbose");
        Assert.Contains("note LBR013", verbose);
        Assert.DoesNotContain("not shown", verbose);
        Assert.Contains("1 note", output);
        Assert.Contains("LBR013", Run("check", folder, "--format", "json").Output);
    }

    [Fact]
    public void A_build_says_what_it_changed()
    {
        Run("init", folder);
        var (topology, result) = (Path.Combine(folder, "topology.yaml"), Path.Combine(folder, "out"));
        var first = Run("build", folder).Output;
        Assert.DoesNotContain("new:", first);
        Assert.Contains(": 0 errors", Run("check", folder).Output);
        Assert.Contains(" files, unchanged (0 errors", Run("build", folder).Output);
        File.WriteAllText(Path.Combine(result, "extra"), "x");
        File.Delete(Path.Combine(result, "topology.svg"));
        File.AppendAllText(topology, "\n# a comment\n");
        File.AppendAllText(Path.Combine(result, "README.md"), "x");
        var (_, output, _) = Run("build", folder);
        Assert.Equal(
            [$"changed: {result}/README.md", $"removed: {result}/extra", $"new: {result}/topology.svg"], output.Split('\n')[..3]);
        Assert.Contains(" files, 1 new, 1 changed, 1 removed (0 errors", output);
    }

    [Fact]
    public void Explain_lists_all_codes_and_prints_one()
    {
        Assert.Contains("LBR001  warning  one load balancer\n", Run("explain").Output);
        Assert.StartsWith("LBR001: one load balancer (warning)\n", Run("explain", "lbr001").Output);
        var (code, _, error) = Run("explain", "LBR099");
        Assert.Equal(64, code);
        Assert.Contains("there is no code LBR099; did you mean LBR", error);
    }

    [Theory]
    [InlineData("bild", "did you mean build?")]
    [InlineData("check /no/such/folder", "there is no file or folder /no/such/folder")]
    [InlineData("check --strikt", "haplane check has no option --strikt; did you mean --strict?")]
    [InlineData("check /", "\"haplane init DIR\" writes a folder to start from")]
    public void Misuse_ends_with_64_and_says_what_to_do(string line, string expected)
    {
        var (code, _, error) = Run(line.Split(' '));
        Assert.Equal(64, code);
        Assert.Contains(expected, error);
    }

    [Fact]
    public void A_link_among_the_originals_is_not_followed()
    {
        Run("init", folder);
        File.CreateSymbolicLink(Path.Combine(folder, "originals", "k8s-master1", "shadow"), "/etc/hostname");
        var (code, _, error) = Run("check", folder);
        Assert.Equal(64, code);
        Assert.Contains("shadow is a link", error);
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (Program.Run(args, output, error), output.ToString(), error.ToString());
    }
}
