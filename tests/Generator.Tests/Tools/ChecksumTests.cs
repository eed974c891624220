using Generator.Tests.Support;

namespace Generator.Tests.Tools;

public sealed class ChecksumTests : IDisposable
{
    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-sums-").FullName;

    public static TheoryData<string> Cases => [.. Case.Compiling.Select(golden => golden.Name)];

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sha256sum_finds_every_file_as_it_was_built(string name)
    {
        Tool.Require("sha256sum");
        Case.Of(name).LayOut(scratch);
        var (code, text) = Tool.Run("env", "-C", scratch, "sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS");
        Assert.True(code == 0, text);
        var listed = File.ReadAllLines(Path.Combine(scratch, "SHA256SUMS")).Select(line => line[66..]);
        Assert.Equal(Case.Files(scratch, "").Where(file => file != "SHA256SUMS"), listed);
    }
}
