using Generator.Cli;
using Generator.Tests.Support;

namespace Generator.Tests.Cli;

public sealed class ReissueCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_certificate_that_lacks_names_gets_a_request_and_the_check_still_fails()
    {
        var (cluster, request) = (Path.Combine(folder, "cluster"), Path.Combine(folder, "request"));
        Init(cluster, "endpoint: 192.168.3.201", "endpoint: api.example.org");
        var (code, output, error) = Run("check", cluster, "--format", "json", "--reissue", request);
        Assert.Equal(1, code);
        Assert.StartsWith("{", output);
        Assert.Contains($"{request}: a CSR for api.example.org. Read {request}/README.md first.\n", error);
        Assert.Equal(["README.md", "reissue.cnf"], Case.Files(request, ""));
        Assert.Equal(64, Run("check", cluster, "--reissue", request).Code);
    }

    [Fact]
    public void Where_nothing_lacks_nothing_is_written()
    {
        Init(folder, "", "");
        var (code, _, error) = Run("check", folder, "--reissue", Path.Combine(folder, "request"));
        Assert.Equal(0, code);
        Assert.Contains("--reissue wrote nothing: the kube-apiserver's certificate", error);
        Assert.False(Directory.Exists(Path.Combine(folder, "request")));
    }

    [Theory]
    [InlineData("out")]
    [InlineData("out/request")]
    [InlineData("originals/lb1")]
    [InlineData("link/request")]
    [InlineData("request/../out/x")]
    public void What_haplane_reads_or_replaces_is_no_place_for_a_request(string place)
    {
        Init(folder, "", "");
        Run("build", folder, "-o", Path.Combine(folder, "built"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "link"), Path.Combine(folder, "built"));
        var (code, _, error) = Run("check", folder, "--reissue", Path.Combine(folder, place));
        Assert.Equal(64, code);
        Assert.Contains("pass --reissue a folder elsewhere", error);
    }

    private static void Init(string cluster, string old, string now)
    {
        Run("init", cluster);
        var topology = Path.Combine(cluster, "topology.yaml");
        if (old.Length > 0)
            File.WriteAllText(topology, File.ReadAllText(topology).Replace(old, now, StringComparison.Ordinal));
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (Program.Run(args, output, error), output.ToString(), error.ToString());
    }
}
