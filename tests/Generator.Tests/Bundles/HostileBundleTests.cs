using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Generator.Cli.Archives;

namespace Generator.Tests.Bundles;

/// <summary>Archives that were made to look like a bundle, or that were damaged: each is refused, and nothing is unpacked.</summary>
public sealed class HostileBundleTests : IDisposable
{
    private const string Top = "haplane-runbook/";

    private static readonly Dictionary<string, (
        string Expected, Func<ImmutableArray<HostileEntry>, ImmutableArray<HostileEntry>> Change)> Changes = new(StringComparer.Ordinal)
        {
            ["a way up"] = ("expected a regular file with a plain path", With(New("../etc/passwd"))),
            ["a way up in the middle"] = ("expected a regular file with a plain path", With(New("out/../../x"))),
            ["an absolute path"] = ("expected a regular file with a plain path", entries => Sorted(entries.Add(new HostileEntry("/etc/passwd", [])))),
            ["an empty part"] = ("expected a regular file with a plain path", With(New("out//x"))),
            ["a dot"] = ("expected a regular file with a plain path", With(New("out/./x"))),
            ["a newline"] = ("expected a regular file with a plain path", With(New("out/x\ny"))),
            ["a blank"] = ("is not a plain relative path", With(New("out/x y"))),
            ["a symbolic link"] = ("a SymbolicLink, expected", With(New("out/x") with { Type = TarEntryType.SymbolicLink })),
            ["a hard link"] = ("a HardLink, expected", With(New("out/x") with { Type = TarEntryType.HardLink })),
            ["a device"] = ("a CharacterDevice, expected", With(New("out/x") with { Type = TarEntryType.CharacterDevice })),
            ["a block device"] = ("a BlockDevice, expected", With(New("out/x") with { Type = TarEntryType.BlockDevice })),
            ["a pipe"] = ("a Fifo, expected", With(New("out/x") with { Type = TarEntryType.Fifo })),
            ["a folder"] = ("that haplane does not write", With(New("out") with { Type = TarEntryType.Directory })),
            ["the same path twice"] = (
                "README.md twice",
                entries => Sorted(entries.Add(entries.First(entry => entry.Name == $"{Top}out/README.md")))),
            ["another case"] = ("only in upper and lower case", With(New("out/readme.md"))),
            ["a file that is a folder"] = ("is a file and a folder at once", With(New("out/bin"))),
            ["another order"] = ("in the wrong order", entries => [.. entries.Reverse()]),
            ["PAX"] = ("that haplane does not write", Each(entry => entry with { Format = TarEntryFormat.Pax })),
            ["GNU"] = ("that haplane does not write", Each(entry => entry with { Format = TarEntryFormat.Gnu })),
            ["a user"] = ("that haplane does not write", Each(entry => entry with { User = 1000 })),
            ["a time"] = ("that haplane does not write", Each(entry => entry with { Time = DateTimeOffset.UnixEpoch })),
            ["a mode for the owner alone"] = ("with the mode 600", Each(entry => entry with { Mode = (UnixFileMode)0b110_000_000 })),
            ["a set-user-id bit"] = ("with the mode 4755", Each(entry => entry with { Mode = (UnixFileMode)0b100_111_101_101 })),
            ["a text that is a program"] = (
            "its mode is 0755",
            Each(entry => entry.Name.EndsWith("README.md", StringComparison.Ordinal) ? entry with { Mode = (UnixFileMode)0b111_101_101 } : entry)),
            ["a program that is a text"] = (
            "its mode is 0644",
            Each(entry => entry.Name.EndsWith("install.sh", StringComparison.Ordinal) ? entry with { Mode = (UnixFileMode)0b110_100_100 } : entry)),
            ["a second top"] = ("one folder at its top", entries => Sorted(entries.Add(new HostileEntry("haplane-z/out/x", [])))),
            ["no top"] = ("one folder at its top", Each(entry => entry with { Name = entry.Name[Top.Length..] })),
            ["another cluster"] = (
            "the output is for the cluster runbook", Each(entry => entry with { Name = $"haplane-other/{entry.Name[Top.Length..]}" })),
            ["a file that no bundle has"] = ("a bundle does not contain such a file", With(New("more.sh"))),
            ["a file more in the output"] = ("does not list this file", With(New("out/more"))),
            ["a file less"] = ("but it is missing", entries => [.. entries.Where(entry => entry.Name != $"{Top}out/README.md")]),
            ["no list"] = ("this file is missing", entries => [.. entries.Where(entry => entry.Name != $"{Top}SHA256SUMS")]),
            ["no plan"] = ("this file is missing", entries => [.. entries.Where(entry => entry.Name != $"{Top}bundle.plan")]),
            ["other bytes"] = (
            "does not list this file with these bytes",
            Each(entry => entry.Name.EndsWith("README.md", StringComparison.Ordinal) ? entry with { Content = [.. entry.Content, 10] } : entry)),
            ["another output, listed"] = (
            "OUT003",
            entries =>
                Listed(
                    Each(entry => entry.Name.EndsWith("README.md", StringComparison.Ordinal) ? entry with
                    {
                        Content = [.. entry.Content, 10]
                    } : entry)(entries))),
            ["another plan, listed"] = (
            "does not match the contents of this bundle",
            entries =>
                Listed(
                    Each(entry => entry.Name.EndsWith("bundle.plan", StringComparison.Ordinal) ? entry with
                    {
                        Content = [.. entry.Content.SkipLast(1), (byte)'x', 10]
                    } : entry)(entries))),
            ["a payload that is not needed, listed"] = (
            "does not need this file", entries => Listed(With(New("payload/control-plane/amd64/usr/bin/kubectl"))(entries))),
            ["a bomb"] = ("far more than such a file can contain", With(New("payload/control-plane/amd64/x") with { Content = new byte[200 << 20] })),
        };

    private readonly BundleFolder folder = new();

    public static TheoryData<string> Names => [.. Changes.Keys];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_read_and_written_again_is_the_bundle()
    {
        HostileArchive.Write(folder.Of("b.tar.gz"), HostileArchive.Read(folder.Bundle("a.tar.gz")));
        Assert.Equal(File.ReadAllBytes(folder.Of("a.tar.gz")), File.ReadAllBytes(folder.Of("b.tar.gz")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_refused(string name)
    {
        var (expected, change) = Changes[name];
        HostileArchive.Write(folder.Of("b.tar.gz"), change(HostileArchive.Read(folder.Bundle("a.tar.gz"))));
        Refused(expected, "b.tar.gz");
    }

    [Fact]
    public void Nothing_follows_the_end()
    {
        var whole = File.ReadAllBytes(folder.Bundle("a.tar.gz"));
        HostileArchive.Write(folder.Of("b.tar.gz"), HostileArchive.Read(folder.Of("a.tar.gz")), afterTheEnd: new byte[512]);
        Refused("that haplane does not write", "b.tar.gz");
        using var nothing = new MemoryStream();
        using (new GzipWriter(nothing))
        {
        }

        foreach (var tail in new[] { [0], "more"u8.ToArray(), nothing.ToArray(), whole })
        {
            folder.Write("b.tar.gz", [.. whole, .. tail]);
            Refused("BND001", "b.tar.gz");
        }
    }

    [Fact]
    public void A_part_of_it_is_none()
    {
        var whole = File.ReadAllBytes(folder.Bundle("a.tar.gz"));
        foreach (var length in new[] { 0, 1, 9, 10, 600, whole.Length / 2, whole.Length - 9, whole.Length - 1 })
        {
            folder.Write("b.tar.gz", whole[..length]);
            Refused("BND001", "b.tar.gz");
        }
    }

    [Fact]
    public void Another_compression_of_the_same_is_none()
    {
        using (var unpacked = new GZipStream(File.OpenRead(folder.Bundle("a.tar.gz")), CompressionMode.Decompress))
        using (var packed = new GZipStream(File.Create(folder.Of("b.tar.gz")), CompressionLevel.Optimal))
            unpacked.CopyTo(packed);
        Refused("that haplane does not write", "b.tar.gz");
    }

    // The header, where nothing but the program itself would notice, and a hundred bits of all.
    [Fact]
    public void No_bit_can_be_another()
    {
        var whole = File.ReadAllBytes(folder.Bundle("a.tar.gz", "--payload", folder.Payload()));
        var random = new Random(20260101);
        var bits = Enumerable.Range(0, 80).Concat(Enumerable.Range(0, 100).Select(_ => random.Next(whole.Length * 8)));
        foreach (var bit in bits)
        {
            var flipped = whole.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            folder.Write("b.tar.gz", flipped);
            var (code, output, _) = BundleFolder.Run("bundle", "verify", folder.Of("b.tar.gz"));
            Assert.True(code == 1 && output.Length == 0, $"bit {bit} of {whole.Length * 8} was not noticed");
        }
    }

    private void Refused(string expected, string file)
    {
        var (code, output, error) = BundleFolder.Run("bundle", "verify", folder.Of(file));
        Assert.True(code == 1 && output.Length == 0, $"{code} {output} {error}");
        Assert.Contains(expected, error);
        Assert.StartsWith(folder.Of(file) + ":", error);
        Assert.EndsWith("refused; do not roll it out\n", error);
    }

    private static HostileEntry New(string path) => new(Top + path, []);

    private static Func<ImmutableArray<HostileEntry>, ImmutableArray<HostileEntry>> With(HostileEntry entry) => entries => Sorted(entries.Add(entry));

    private static Func<ImmutableArray<HostileEntry>, ImmutableArray<HostileEntry>> Each(Func<HostileEntry, HostileEntry> change) =>
        entries => [.. entries.Select(change)];

    private static ImmutableArray<HostileEntry> Sorted(ImmutableArray<HostileEntry> entries) =>
        [.. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    // With a list that says that all is well.
    private static ImmutableArray<HostileEntry> Listed(ImmutableArray<HostileEntry> entries)
    {
        var sums = string.Concat(
            entries.Where(entry => entry.Name != $"{Top}SHA256SUMS")
                .Select(entry => $"{Convert.ToHexStringLower(SHA256.HashData(entry.Content))}  {entry.Name[Top.Length..]}\n"));
        return [.. entries.Select(entry => entry.Name == $"{Top}SHA256SUMS" ? entry with { Content = Encoding.UTF8.GetBytes(sums) } : entry)];
    }
}
