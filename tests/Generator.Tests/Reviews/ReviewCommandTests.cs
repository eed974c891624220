using Generator.Cli;

namespace Generator.Tests.Reviews;

/// <summary>The page for every kind of side, and where it is written.</summary>
public sealed class ReviewCommandTests : IDisposable
{
    private const string Unknown = "Not known: the topology is not at hand";
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-review-").FullName;

    public ReviewCommandTests()
    {
        Assert.Equal(0, Run("init", Cluster).Code);
        Assert.Equal(0, Run("build", Cluster).Code);
    }

    private string Cluster => Path.Combine(folder, "cluster");

    private string Out => Path.Combine(Cluster, "out");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_folder_a_topology_and_its_output_give_the_same_page()
    {
        var page = Page(Cluster);
        Assert.DoesNotContain(Unknown, page);
        Assert.Equal(page, Page(Path.Combine(Cluster, "topology.yaml")));
        Assert.Equal(page, Page(Out));
    }

    [Fact]
    public void An_output_whose_topology_has_changed_is_shown_without_findings()
    {
        Edit("port: 6443\n  http", "port: 7443\n  http");
        Assert.Contains(Unknown, Page(Out));
    }

    [Fact]
    public void Two_sides_show_the_change_between_them()
    {
        var before = Path.Combine(folder, "before");
        Directory.Move(Out, before);
        Edit("port: 6443\n  http", "port: 7443\n  http");
        var page = Page(before, Cluster);
        Assert.Contains("loadBalancer.port: 6443 → 7443", page);
        Assert.Contains("haplane review of a change", page);
        Assert.Contains("No difference.", Page(before, before));
    }

    [Fact]
    public void The_file_is_replaced_and_errors_write_nothing()
    {
        var file = Path.Combine(folder, "review.html");
        File.WriteAllText(file, "old");
        Assert.Equal((0, "", ""), Run("review", Cluster, "-o", file));
        Assert.Equal(Page(Cluster), File.ReadAllText(file));
        Edit("name: k8s-master2", "name: k8s_master2");
        File.WriteAllText(file, "old");
        var (code, _, error) = Run("review", Cluster, "-o", file);
        Assert.Equal(ExitCode.InputErrors, code);
        Assert.Contains("k8s_master2", error);
        Assert.Equal("old", File.ReadAllText(file));
        Assert.Equal(ExitCode.Misuse, Run("review", Path.Combine(folder, "nothing"), "-o", file).Code);
    }

    private static string Page(params string[] sides)
    {
        var (code, output, error) = Run(["review", .. sides]);
        Assert.True(code == 0, error);
        return output;
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (Generator.Cli.Program.Run(args, output, error), output.ToString(), error.ToString());
    }

    private void Edit(string old, string now)
    {
        var file = Path.Combine(Cluster, "topology.yaml");
        var text = File.ReadAllText(file);
        Assert.Contains(old, text);
        File.WriteAllText(file, text.Replace(old, now, StringComparison.Ordinal));
    }
}
