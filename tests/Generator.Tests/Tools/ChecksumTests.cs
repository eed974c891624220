using Generator.Tests.Support;

namespace Generator.Tests.Tools;

public sealed class ChecksumTests : IDisposable
{
    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-sums-").FullName;

    public static TheoryData<string> Results => [.. Case.Names.Select(name => Case.Of(name).ExpectedFolder).Where(Directory.Exists).Select(folder => Path.GetRelativePath(Repository.Root, folder))];

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    // The programs and the tasks are kept once, in the example.
    [Theory]
    [MemberData(nameof(Results))]
    public void Sha256sum_finds_every_file_as_it_was_built(string folder)
    {
        Tool.Require("sha256sum");
        const string Script = "cp -r \"$1/.\" \"$2\" && cp -r \"$3/bin\" \"$2/\" && cp -r \"$3/ansible/tasks\" \"$3/ansible/group_vars\" \"$2/ansible/\" && cd \"$2\" && sha256sum --strict --quiet -c SHA256SUMS";
        var (code, text) = Tool.Run("sh", "-c", Script, "sh", Repository.Path(folder), scratch, Repository.Path("out-example", "out"));
        Assert.True(code == 0, text);
        var listed = File.ReadAllLines(Path.Combine(scratch, "SHA256SUMS")).Select(line => line[66..]);
        Assert.Equal(Case.Files(scratch, "").Where(file => file != "SHA256SUMS"), listed);
    }
}
