using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Generator.Cli;
using Generator.Tests.Golden;
using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Cli;

/// <summary>
/// The pipelines that <c>haplane init</c> writes: their shell runs as a runner runs it, in a repository with a branch to be reviewed, and
/// fetches haplane from a site that also keeps the comments.
/// </summary>
public sealed partial class PipelineTests : IDisposable
{
    private const string Marker = "<!-- haplane -->\n";

    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-pipeline-").FullName;

    private string Work => Path.Combine(scratch, "work");

    private string Comments => Path.Combine(scratch, "comments.json");

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Theory]
    [InlineData("github")]
    [InlineData("gitlab")]
    public void The_first_change_is_checked_and_its_comment_is_kept_up_to_date(string kind)
    {
        Prepare(kind);
        Haplane("init", "clusters/one");
        Haplane("build", "clusters/one");
        Commit("first cluster");
        Pipeline(kind, 0);
        Assert.Equal(Marker + "## haplane: clusters/one is new\n\nRead clusters/one/out/README.md.\n\n", Own().Single());
        Merge();
        ChangePort("8443");
        Pipeline(kind, 0);
        Assert.StartsWith(Marker + "## haplane: runbook: ", Own().Single());
        Assert.Contains("loadBalancer.port: 6443 → 8443", Own().Single());
        ChangePort("9443");
        Pipeline(kind, 0);
        Assert.Contains("loadBalancer.port: 6443 → 9443", Own().Single());
        Git("rm", "-q", "-r", "clusters");
        Git("checkout", "-q", "origin/main", "--", "clusters");
        Commit("undo");
        Pipeline(kind, 0);
        Assert.Equal(Marker + "This change no longer touches a cluster.\n", Own().Single());
    }

    [Theory]
    [InlineData("github", "runner/haplane.sarif")]
    [InlineData("gitlab", "work/haplane.json")]
    public void A_fault_and_a_stale_output_stop_it(string kind, string report)
    {
        Prepare(kind);
        Haplane("init", "clusters/one");
        Haplane("build", "clusters/one");
        File.AppendAllText(Path.Combine(Work, "clusters/one/out/README.md"), "x");
        Commit("stale");
        Assert.Contains("run haplane build and commit the result", Pipeline(kind, 2));
        var topology = Path.Combine(Work, "clusters/one/topology.yaml");
        File.AppendAllText(topology, "unknown: 1\n");
        Commit("fault");
        Assert.Contains("SHP001", Pipeline(kind, 1));
        Assert.Empty(Own());
        Assert.Contains("clusters/one/topology.yaml", File.ReadAllText(Path.Combine(scratch, report)));
    }

    [Theory]
    [InlineData("github")]
    [InlineData("gitlab")]
    public void A_change_without_a_cluster_has_no_comment_and_a_comment_of_another_person_stays(string kind)
    {
        Prepare(kind);
        Haplane("init", "clusters/one");
        Haplane("build", "clusters/one");
        Commit("first cluster");
        Merge();
        File.WriteAllText(Path.Combine(Work, "README"), "x");
        Commit("a text");
        var others = Enumerable.Range(1, 130)
            .Select(id => $$"""{"id": {{id}}, "author": {"id": 1}, "user": {"type": "User"}, "body": "<!-- haplane --> {{id}}"}""");
        File.WriteAllText(Comments, $"[{string.Join(',', others)}]");
        Pipeline(kind, 0);
        Assert.Empty(Own());
        ChangePort("8443");
        Pipeline(kind, 0);
        ChangePort("9443");
        Pipeline(kind, 0);
        Assert.Contains("6443 → 9443", Own().Single());
        Assert.Equal(131, Bodies().Length);
    }

    [Theory]
    [InlineData("github")]
    [InlineData("gitlab")]
    public void Another_file_than_the_expected_one_does_not_run(string kind)
    {
        Prepare(kind);
        Assert.Contains("computed checksum did NOT match", Pipeline(kind, 1, wrongDigest: true));
        Assert.False(Directory.Exists(Path.Combine(scratch, "runner", "haplane")));
    }

    [Fact]
    public void A_description_that_is_too_long_for_github_is_shortened_to_its_titles()
    {
        Prepare("github", "if [ \"$1\" = diff ]; then printf '## haplane: a title\\n'; printf '%070000d\\n' 0; exit 0; fi");
        Haplane("init", "clusters/one");
        Haplane("build", "clusters/one");
        Commit("first cluster");
        Merge();
        ChangePort("8443");
        Pipeline("github", 0);
        Assert.Equal(
            Marker + "## haplane: a title\n\nThe description is too long for a comment. Run haplane diff for each cluster.\n", Own().Single());
    }

    [Theory]
    [InlineData("github", ".github/workflows/haplane.yml")]
    [InlineData("gitlab", ".gitlab-ci.yml")]
    public void The_example_has_the_pipelines_that_init_writes(string kind, string file)
    {
        var text = File.ReadAllText(Repository.Path("templates", "repository", $"{kind}.yml"));
        Assert.Contains("CLUSTERS: \"@CLUSTERS@\"\n", text);
        Assert.DoesNotContain("cache", text);
        GoldenFiles.Compare(Repository.Path("out-example", file), text.Replace("@CLUSTERS@", ".", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("github")]
    [InlineData("gitlab")]
    public void Its_shell_is_clean(string kind)
    {
        Tool.Require("shellcheck");
        Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/yaml"), "python3-yaml is not installed here");
        const string Steps = """
            import sys, yaml
            document = yaml.safe_load(open(sys.argv[1], encoding='utf-8'))
            github = [step.get('run', '') for step in document.get('jobs', {}).get('review', {}).get('steps', [])]
            job = document.get('haplane', {})
            print('set -eo pipefail\n' + '\n'.join(github + job.get('before_script', []) + job.get('script', [])))
            """;
        var (code, script) = Tool.Run("/usr/bin/python3", "-c", Steps, Repository.Path("templates", "repository", $"{kind}.yml"));
        Assert.True(code == 0, script);
        var file = Path.Combine(scratch, "steps.sh");
        File.WriteAllText(file, script);
        // $CLUSTERS is several words.
        Assert.Equal((0, ""), Tool.Run("shellcheck", "-s", "bash", "-e", "SC2086", file));
    }

    // What it says; it ends with a code.
    private string Pipeline(string kind, int expected, bool wrongDigest = false)
    {
        var wrong = wrongDigest ? [$"WRONG_DIGEST={new string('0', 64)}"] : Array.Empty<string>();
        var runner = Repository.Path("tests", "Generator.Tests", "Cli", "run-pipeline.py");
        var (code, text) = Tool.Run("env", [.. wrong, "/usr/bin/python3", runner, kind, PipelineOf(kind), scratch]);
        Assert.True(code == expected, text);
        return text;
    }

    private string PipelineOf(string kind) => Path.Combine(Work, kind == "github" ? ".github/workflows/haplane.yml" : ".gitlab-ci.yml");

    private string[] Bodies() => [.. All().Select(comment => (string?)comment?["body"] ?? "")];

    private string[] Own() =>
    [
        .. All().Where(comment => (int?)comment?["author"]?["id"] == 7 || (string?)comment?["user"]?["type"] == "Bot")
            .Select(comment => (string?)comment?["body"] ?? ""),
    ];

    private JsonArray All() => JsonNode.Parse(File.ReadAllText(Comments))?.AsArray() ?? throw new JsonException("there are no comments");

    // A repository with the pipeline on main, a branch without a cluster, and a release to fetch.
    private void Prepare(string kind, string beforeHaplane = "")
    {
        foreach (var tool in new[] { "git", "curl", "jq" })
            Tool.Require(tool);
        Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/yaml"), "python3-yaml is not installed here");
        File.WriteAllText(Comments, "[]");
        var release = Directory.CreateDirectory(Path.Combine(scratch, "haplane-1.0.0-linux-x64", "bin")).FullName;
        Script(Path.Combine(release, "haplane"), $"{beforeHaplane}\nexec {Executable.Words} \"$@\"");
        Assert.Equal(0, Tool.Run("tar", "-C", scratch, "-czf", Path.Combine(scratch, "haplane.tar.gz"), "haplane-1.0.0-linux-x64").Code);
        var bin = Directory.CreateDirectory(Path.Combine(scratch, "bin")).FullName;
        File.Copy(Repository.Path("tests", "Generator.Tests", "Cli", "fake-gh"), Path.Combine(bin, "gh"));
        Assert.Equal(0, Tool.Run("git", "init", "-q", "-b", "main", Work).Code);
        Haplane("init", "clusters", "--pipeline", kind);
        Directory.Delete(Path.Combine(Work, "clusters"), recursive: true);
        var file = PipelineOf(kind);
        File.WriteAllText(file, Clusters().Replace(File.ReadAllText(file), "CLUSTERS: \"clusters/*/\""));
        Commit("the pipeline");
        Merge();
    }

    // What the branch has becomes the main branch.
    private void Merge()
    {
        Git("update-ref", "refs/remotes/origin/main", "HEAD");
        Git("checkout", "-q", "-B", "work");
        File.WriteAllText(Comments, "[]");
    }

    private void ChangePort(string port)
    {
        // What was not rolled out is not what the hosts have before.
        Git("rm", "-q", "-r", "clusters");
        Git("checkout", "-q", "origin/main", "--", "clusters");
        var topology = Path.Combine(Work, "clusters/one/topology.yaml");
        File.WriteAllText(topology, Ports().Replace(File.ReadAllText(topology), $"port: {port}\n  http"));
        Haplane("build", "clusters/one");
        Commit($"port {port}");
    }

    private void Commit(string subject)
    {
        Git("add", "--all");
        Git("-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "--allow-empty", "-m", subject);
    }

    private static void Script(string file, string body)
    {
        File.WriteAllText(file, $"#!/bin/bash\n{body}\n");
        Assert.Equal(0, Tool.Run("chmod", "755", file).Code);
    }

    private void Git(params string[] arguments)
    {
        var (code, text) = Tool.Run("git", ["-C", Work, .. arguments]);
        Assert.True(code == 0, text);
    }

    private void Haplane(string command, string folder, params string[] options)
    {
        using var output = new StringWriter();
        var code = Program.Run([command, Path.Combine(Work, folder), .. options], output, output);
        Assert.True(code == 0, output.ToString());
    }

    [GeneratedRegex("CLUSTERS: \".*\"")]
    private static partial Regex Clusters();

    [GeneratedRegex(@"port: [0-9]+\n  http")]
    private static partial Regex Ports();
}
