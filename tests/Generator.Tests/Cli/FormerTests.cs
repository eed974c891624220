using System.Text;
using Generator.Cli;

namespace Generator.Tests.Cli;

/// <summary>What leaves or moves is kept in out/former/ until the operator says that it is done.</summary>
public sealed class FormerTests : IDisposable
{
    private const string Node2 = "  - {name: k8s-node2, address: 192.168.3.175}\n";
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-").FullName;

    public FormerTests()
    {
        Assert.Equal(0, Run("init", folder).Code);
        Build();
    }

    private string Topology => Path.Combine(folder, "topology.yaml");

    private string Out => Path.Combine(folder, "out");

    private string Former => Path.Combine(Out, "former");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Where_nothing_leaves_nothing_is_kept()
    {
        Change(Node2, Node2 + "  - {name: k8s-node3, address: 192.168.3.176, originals: assumed}\n");
        Assert.DoesNotContain("FRM006", Build());
        Assert.False(Directory.Exists(Former));
    }

    [Theory]
    [InlineData("  - {name: k8s-node2, address: 192.168.3.175}\n", "", "k8s-node2 (192.168.3.175) leaves")]
    [InlineData("  - {name: k8s-master3, address: 192.168.3.173}\n", "", "k8s-master3 (192.168.3.173) leaves")]
    [InlineData("k8s-node2, address: 192.168.3.175", "k8s-node2, address: 192.168.3.179", "k8s-node2 (192.168.3.175) leaves")]
    [InlineData("  distro: rhel\n  port: 6443", "  distro: rhel\n  port: 8443", "lb1 also listens on port 6443")]
    public void What_leaves_or_moves_is_kept_and_said(string old, string now, string expected)
    {
        var before = Files(Out);
        Change(old, now);
        Assert.Contains(expected, Build());
        Assert.Equal(before["manifest.json"], File.ReadAllText(Path.Combine(Former, "manifest.json")));
        Assert.Equal(before["topology.yaml"], File.ReadAllText(Path.Combine(Former, "topology.yaml")));
        Assert.Contains("former/manifest.json", File.ReadAllText(Path.Combine(Out, "SHA256SUMS")));
        Assert.Contains(expected, File.ReadAllText(Path.Combine(Out, "README.md")));
    }

    [Fact]
    public void A_check_names_what_leaves_as_a_build_does()
    {
        Change(Node2, "");
        var check = Run("check", folder);
        Assert.Equal(0, check.Code);
        Assert.Contains("FRM006", check.Error);
        Assert.Contains("k8s-node2 (192.168.3.175) leaves", check.Error);
    }

    [Fact]
    public void A_check_refuses_an_output_that_a_build_refuses()
    {
        File.AppendAllText(Path.Combine(Out, "manifest.json"), " ");
        var (check, build) = (Run("check", folder), Run("build", folder));
        Assert.Equal((ExitCode.InputErrors, ExitCode.InputErrors), (check.Code, build.Code));
        Assert.Contains("out/manifest.json:1:1: error FRM005", check.Error);
        Assert.Contains("FRM005", build.Error);
    }

    [Fact]
    public void Every_build_and_check_keeps_it_until_it_is_done()
    {
        Change(Node2, "");
        Build();
        var first = Files(Out);
        Assert.Equal(0, Run("build", folder, "--check").Code);
        Build();
        Assert.Equal(first, Files(Out));
        Assert.Contains("leaves\tk8s-node2", first["rollout.plan"]);

        var (code, output, _) = Run("build", folder, "--done");
        Assert.Equal(0, code);
        Assert.Contains("haplane no longer touches k8s-node2 (192.168.3.175)", output);
        Assert.False(Directory.Exists(Former));
        Assert.DoesNotContain("k8s-node2", File.ReadAllText(Path.Combine(Out, "rollout.plan")));
        var ended = Files(Out);
        Build();
        Assert.Equal(ended, Files(Out));
        Assert.Contains("there was no former/", Run("build", folder, "--done").Output);
    }

    [Fact]
    public void A_check_sees_that_something_leaves_before_it_is_built()
    {
        Change(Node2, "");
        Assert.Equal(ExitCode.Differences, Run("build", folder, "--check").Code);
        Assert.Contains("leaves", Run("diff", Out, folder).Output);
    }

    [Fact]
    public void What_leaves_later_is_kept_as_well()
    {
        Change(Node2, "");
        Build();
        Change("  - {name: k8s-master3, address: 192.168.3.173}\n", "");
        var said = Build();
        Assert.Contains("k8s-node2 (192.168.3.175) leaves", said);
        Assert.Contains("k8s-master3 (192.168.3.173) leaves", said);
    }

    [Fact]
    public void Done_is_about_what_was_there_and_not_about_what_leaves_now()
    {
        Change(Node2, "");
        Build();
        Change("  - {name: k8s-master3, address: 192.168.3.173}\n", "");
        var (code, output, error) = Run("build", folder, "--done");
        Assert.True(code == 0, error);
        Assert.Contains("haplane no longer touches k8s-node2 (192.168.3.175)\n", output);
        Assert.Contains("k8s-master3 (192.168.3.173) leaves", error);
        Assert.DoesNotContain("k8s-node2 (192.168.3.175) leaves", error);
    }

    [Fact]
    public void A_change_and_its_undoing_lead_from_the_one_to_the_other()
    {
        Change("  port: 6443\n  http", "  port: 8443\n  http");
        Build();
        Change("  port: 8443\n  http", "  port: 6443\n  http");
        Assert.Contains("lb1 also listens on port 8443", Build());
        var first = Files(Out);
        Build();
        Assert.Equal(first, Files(Out));
    }

    [Fact]
    public void Two_changes_that_no_rollout_can_lead_away_from_at_once_are_refused()
    {
        Change("  port: 6443\n  http", "  port: 8443\n  http");
        Build();
        var before = Files(Out);
        Change("  port: 8443\n  http", "  port: 9443\n  http");
        var (code, _, error) = Run("build", folder);
        Assert.Equal(ExitCode.InputErrors, code);
        Assert.Contains("FRM004", error);
        Assert.Contains("lb1 also listens on port 8443", error);
        Assert.Equal(before, Files(Out));
        Assert.Equal(0, Run("build", folder, "--done").Code);
    }

    [Theory]
    [InlineData("manifest.json", "manifest.json was changed after the build")]
    [InlineData("topology.yaml", "topology.yaml was changed after the build")]
    [InlineData("former/manifest.json", "former/manifest.json was changed after the build")]
    public void What_cannot_be_trusted_is_not_replaced(string file, string expected)
    {
        Change(Node2, "");
        Build();
        File.AppendAllText(Path.Combine(Out, file), "\n");
        Refused(expected);
    }

    [Theory]
    [InlineData("topology.yaml")]
    [InlineData("SHA256SUMS")]
    [InlineData("former/topology.yaml")]
    public void What_is_missing_is_not_forgotten(string file)
    {
        Change(Node2, "");
        Build();
        File.Delete(Path.Combine(Out, file));
        Refused($"{file} is missing");
    }

    [Fact]
    public void A_folder_former_that_was_taken_away_is_missed()
    {
        Change(Node2, "");
        Build();
        Directory.Delete(Former, recursive: true);
        Refused("former/manifest.json is missing");
    }

    private void Refused(string expected)
    {
        var before = Files(Out);
        var (code, _, error) = Run("build", folder);
        Assert.Equal(ExitCode.InputErrors, code);
        Assert.Contains("FRM005", error);
        Assert.Contains(expected, error);
        Assert.Equal(before, Files(Out));
        Assert.Equal(ExitCode.InputErrors, Run("build", folder, "--check").Code);
    }

    private static Dictionary<string, string> Files(string root) =>
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(root, file), file => File.ReadAllText(file, Encoding.Latin1));

    private void Change(string old, string now)
    {
        var text = File.ReadAllText(Topology);
        Assert.Contains(old, text);
        File.WriteAllText(Topology, text.Replace(old, now, StringComparison.Ordinal));
    }

    private string Build()
    {
        var (code, _, error) = Run("build", folder);
        Assert.True(code == 0, error);
        return error;
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (Program.Run(args, output, error), output.ToString(), error.ToString());
    }
}
