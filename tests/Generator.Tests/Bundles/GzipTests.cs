using System.IO.Compression;
using System.Security.Cryptography;
using Generator.Cli.Archives;

namespace Generator.Tests.Bundles;

/// <summary>Compression that gives the same bytes everywhere: a bundle of an earlier release has to be verified by a later one.</summary>
public class GzipTests
{
    [Fact]
    public void The_same_bytes_as_in_every_release() =>
        Assert.Equal(
            "f2002e64b1f91e4f932454be2c7a20a84c5df0285cc268ad5015de9bc97d04ad",
            Convert.ToHexStringLower(SHA256.HashData(Packed(Sample(3_000_000), 4096))));

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1 << 20)]
    public void However_it_is_written(int step) => Assert.Equal(Packed(Sample(100_000), 4096), Packed(Sample(100_000), step));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void It_is_read_again(int length)
    {
        using var unpacked = new GZipStream(new MemoryStream(Packed(Sample(length), 4096)), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        unpacked.CopyTo(bytes);
        Assert.Equal(Sample(length), bytes.ToArray());
    }

    // A third of it says something twice, a third is a program's noise, a third is empty.
    private static byte[] Sample(int length)
    {
        var bytes = new byte[length];
        var state = 12345u;
        for (var i = 0; i < length; i++)
        {
            state = unchecked((state * 1664525) + 1013904223);
            bytes[i] = (i / 3000 % 3) switch { 0 => (byte)"unit control-plane kube-apiserver.service\n"[i % 42], 1 => (byte)(state >> 24), _ => 0 };
        }

        return bytes;
    }

    private static byte[] Packed(byte[] bytes, int step)
    {
        using var target = new MemoryStream();
        using (var packed = new GzipWriter(target))
        {
            for (var at = 0; at < bytes.Length; at += step)
                packed.Write(bytes, at, Math.Min(step, bytes.Length - at));
        }

        return target.ToArray();
    }
}
