using Generator.Cli;
using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Cli;

/// <summary>
/// The example pipelines, their commands run as a runner runs them, in a repository with a branch to be reviewed. Only who takes the
/// comment is not the real one: it keeps what it is given.
/// </summary>
public sealed class PipelineExampleTests : IDisposable
{
    private const string Scripts = """
        import sys, yaml
        kind, file = sys.argv[1:]
        document = yaml.safe_load(open(file, encoding='utf-8'))
        steps = [step['run'] for step in document['jobs']['review']['steps'] if 'run' in step] if kind == 'github' else document['haplane']['script']
        print('set -euo pipefail\n' + '\n'.join(steps))
        """;

    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-pipeline-").FullName;

    private string Work => Path.Combine(scratch, "work");

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Theory]
    [InlineData("github", ".github/workflows/haplane.yml")]
    [InlineData("gitlab", ".gitlab-ci.yml")]
    public void A_branch_is_checked_compared_and_commented(string kind, string file)
    {
        Prepare();
        var (code, text) = Pipeline(kind, file);
        Assert.True(code == 0, text);
        var comment = File.ReadAllText(Path.Combine(scratch, "comment"));
        Assert.StartsWith("## haplane: runbook: ", comment);
        Assert.Contains("loadBalancer.port: 6443 → 8443", comment);
    }

    [Theory]
    [InlineData("github", ".github/workflows/haplane.yml")]
    [InlineData("gitlab", ".gitlab-ci.yml")]
    public void A_stale_result_stops_the_pipeline(string kind, string file)
    {
        Prepare();
        File.AppendAllText(Path.Combine(Work, "out", "README.md"), "x");
        var (code, text) = Pipeline(kind, file);
        Assert.Equal(2, code);
        Assert.Contains("run haplane build and commit the result", text);
        Assert.False(File.Exists(Path.Combine(scratch, "comment")));
    }

    private (int Code, string Text) Pipeline(string kind, string file)
    {
        Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/yaml"), "python3-yaml is not installed here");
        var (code, script) = Tool.Run("/usr/bin/python3", "-c", Scripts, kind, Repository.Path("out-example", file));
        Assert.True(code == 0, script);
        File.WriteAllText(Path.Combine(scratch, "run.sh"), $$"""
            cd {{Work}}
            export PATH={{scratch}}/bin:$PATH RUNNER_TEMP={{scratch}} GITHUB_BASE_REF=main NUMBER=7 HAPLANE_TOKEN=t
            export CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_API_V4_URL=https://gitlab.invalid/api/v4 CI_PROJECT_ID=1 CI_MERGE_REQUEST_IID=7
            {{script}}
            """);
        return Tool.Run("bash", Path.Combine(scratch, "run.sh"));
    }

    // A repository with the starter on main, and a branch that changes a port.
    private void Prepare()
    {
        Tool.Require("git");
        var origin = Path.Combine(scratch, "origin");
        Haplane("init", origin);
        Haplane("build", origin);
        Git(origin, "init", "-q", "-b", "main");
        Git(origin, "add", ".");
        Git(origin, "-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "-m", "first");
        Git(scratch, "clone", "-q", origin, Work);
        var topology = Path.Combine(Work, "topology.yaml");
        File.WriteAllText(topology, File.ReadAllText(topology).Replace("port: 6443\n  http", "port: 8443\n  http", StringComparison.Ordinal));
        Haplane("build", Work);
        Command("haplane", $"exec {Executable.Words} \"$@\"");
        Command("gh", $"[ \"$1 $2 $3\" = 'pr comment 7' ] && [ \"$4\" = --body-file ] && cp \"$5\" {scratch}/comment");
        Command("curl", $"cp change.md {scratch}/comment; [ \"${{*: -1}}\" = https://gitlab.invalid/api/v4/projects/1/merge_requests/7/notes ]");
    }

    private void Command(string name, string body)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(scratch, "bin")).FullName, name);
        File.WriteAllText(file, $"#!/bin/bash\n{body}\n");
        Tool.Run("chmod", "755", file);
    }

    private static void Git(string folder, params string[] arguments)
    {
        var (code, text) = Tool.Run("git", ["-C", folder, .. arguments]);
        Assert.True(code == 0, text);
    }

    private static void Haplane(params string[] args)
    {
        using var output = new StringWriter();
        Assert.Equal(0, Program.Run(args, output, output));
    }
}
