using Generator.Tests.Support;

namespace Generator.Tests.Tools;

public class ChecksumTests
{
    public static TheoryData<string> Results => [.. Case.Names.Select(name => Case.Of(name).ExpectedFolder).Where(Directory.Exists).Select(folder => Path.GetRelativePath(Repository.Root, folder))];

    [Theory]
    [MemberData(nameof(Results))]
    public void Sha256sum_finds_every_file_as_it_was_built(string folder)
    {
        Tool.Require("sha256sum");
        var (code, text) = Tool.Run("sh", "-c", "cd \"$1\" && sha256sum --strict --quiet -c SHA256SUMS", "sh", Repository.Path(folder));
        Assert.True(code == 0, text);
        var listed = File.ReadAllLines(Path.Combine(Repository.Path(folder), "SHA256SUMS")).Select(line => line[66..]);
        Assert.Equal(Case.Files(Repository.Path(folder), "").Where(file => file != "SHA256SUMS"), listed);
    }
}
