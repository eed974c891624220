using System.Text;
using Generator.Core.Output.Bundles;

namespace Generator.Tests.Bundles;

/// <summary>The parts of a bundle that need no archive: machines, names of packages, paths.</summary>
public class BundlePartTests
{
    [Theory]
    [InlineData(62, false, "amd64")]
    [InlineData(183, false, "arm64")]
    [InlineData(40, false, "arm")]
    [InlineData(3, false, "386")]
    [InlineData(21, false, "ppc64le")]
    [InlineData(21, true, "ppc64")]
    [InlineData(22, true, "s390x")]
    [InlineData(9999, false, "any")]
    public void A_program_names_its_machine(int machine, bool isBig, string expected)
    {
        var (low, high) = ((byte)(machine & 255), (byte)(machine >> 8));
        byte[] header = [.. "\u007fELF"u8, 2, (byte)(isBig ? 2 : 1), .. new byte[12], isBig ? high : low, isBig ? low : high];
        Assert.Equal(expected, ElfMachine.Of(header));
        Assert.Equal("any", ElfMachine.Of(header.AsSpan(0, 19)));
        Assert.True(ElfMachine.IsName(expected));
    }

    [Theory]
    [InlineData("nginx_1.22.1-9+deb12u1_amd64.deb", "1.22.1-9+deb12u1")]
    [InlineData("keepalived_1%3a2.2.7-1_amd64.deb", "1:2.2.7-1")]
    [InlineData("libnginx-mod-stream_1.22.1-9_arm64.deb", "1.22.1-9")]
    [InlineData("nginx-1.20.1-10.el7.x86_64.rpm", "1.20.1-10.el7")]
    [InlineData("nginx-mod-stream-1.20.1-10.el7.x86_64.rpm", "1.20.1-10.el7")]
    [InlineData("openssl11-libs-1.1.1k-7.el7.x86_64.rpm", "1.1.1k-7.el7")]
    [InlineData("nginx.deb", "")]
    [InlineData("nginx.rpm", "")]
    public void A_package_names_its_version(string name, string expected) => Assert.Equal(expected, PackageName.VersionOf(name));

    [Fact]
    public void Paths_are_as_long_as_a_header_of_an_archive_holds()
    {
        string Part(int length) => new('a', length);
        Assert.Empty(BundlePath.Faults("t", [Part(100)]));
        Assert.StartsWith("is too long for an archive that every tar can unpack: ", Assert.Single(BundlePath.Faults("t", [Part(101)])).Fault);
        Assert.Empty(BundlePath.Faults("t", [$"{Part(50)}/{Part(100)}"]));
        Assert.Empty(BundlePath.Faults("t", [$"{Part(153)}/{Part(100)}"]));
        Assert.Single(BundlePath.Faults("t", [$"{Part(154)}/{Part(100)}"]));
        Assert.Single(BundlePath.Faults("t", [$"{Part(50)}/{Part(101)}"]));
    }

    // What the check lets through, the writer has to take, and what it does not let through it may refuse.
    [Theory]
    [InlineData(98)]
    [InlineData(100)]
    [InlineData(153, 100)]
    [InlineData(100, 100)]
    [InlineData(2, 97)]
    [InlineData(60, 60, 60, 5)]
    [InlineData(100, 50, 99)]
    public void The_writer_of_archives_agrees(params int[] lengths)
    {
        var path = $"t/{string.Join('/', lengths.Select(length => new string('a', length)))}";
        Assert.Empty(BundlePath.Faults("t", [path[2..]]));
        using var target = new MemoryStream();
        using (var archive = new Generator.Cli.Archives.ArchiveWriter(target))
            archive.Add(path, isExecutable: false, new MemoryStream(Encoding.UTF8.GetBytes("content")));
        target.Position = 0;
        using var reader = new Generator.Cli.Archives.ArchiveReader(target, target.Length);
        Assert.Equal(path, reader.Files().Single().Path);
    }
}
