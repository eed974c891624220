using Generator.Cli;

namespace Generator.Tests.Cli;

/// <summary>A second build of the same input writes nothing; whatever differs in out/, it is as built afterwards.</summary>
public sealed class RebuildTests : IDisposable
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private static readonly DateTime Earlier = new(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-").FullName;

    public RebuildTests()
    {
        Assert.Equal(0, Run("init", folder));
        Assert.Equal(0, Run("build", folder));
        File.SetLastWriteTimeUtc(Readme, Earlier);
    }

    private string Out => Path.Combine(folder, "out");

    private string Readme => Path.Combine(Out, "README.md");

    private string Engine => Path.Combine(Out, "bin", "host-engine.sh");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_is_equal_is_not_written_again()
    {
        Assert.Equal(0, Run("build", folder));
        Assert.Equal(Earlier, File.GetLastWriteTimeUtc(Readme));
        Assert.Equal(
            ["originals", "out", "topology.schema.json", "topology.yaml"],
            Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("another byte")]
    [InlineData("a missing file")]
    [InlineData("one more file")]
    [InlineData("one more folder")]
    [InlineData("a file by another name")]
    [InlineData("a link to the same bytes")]
    [InlineData("a program that cannot run")]
    public void What_differs_is_as_built_again(string difference)
    {
        Differ(difference);
        Assert.Equal(0, Run("build", folder));
        Assert.NotEqual(Earlier, File.GetLastWriteTimeUtc(Readme));
        Assert.Equal(0, Run("build", folder, "--check"));
        Assert.False(Directory.Exists(Path.Combine(Out, "more")));
        Assert.Null(new FileInfo(Engine).LinkTarget);
        Assert.Equal(Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute, File.GetUnixFileMode(Engine));
    }

    private void Differ(string difference)
    {
        switch (difference)
        {
            case "another byte":
                var bytes = File.ReadAllBytes(Engine);
                bytes[^1] ^= 1;
                File.WriteAllBytes(Engine, bytes);
                break;
            case "a missing file":
                File.Delete(Engine);
                break;
            case "one more file":
                File.WriteAllText(Path.Combine(Out, "more.txt"), "");
                break;
            case "one more folder":
                Directory.CreateDirectory(Path.Combine(Out, "more"));
                break;
            case "a file by another name":
                File.Move(Engine, $"{Engine}.txt");
                break;
            case "a link to the same bytes":
                var elsewhere = Path.Combine(folder, "elsewhere");
                File.Move(Engine, elsewhere);
                File.CreateSymbolicLink(Engine, elsewhere);
                break;
            default:
                File.SetUnixFileMode(Engine, Plain);
                break;
        }
    }

    private static int Run(params string[] args) => Program.Run(args, TextWriter.Null, TextWriter.Null);
}
