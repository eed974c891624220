using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using Generator.Cli.Archives;

namespace Generator.Tests.Bundles;

/// <summary>An archive of entries as anybody can make one, compressed as a bundle is.</summary>
internal static class HostileArchive
{
    internal static ImmutableArray<HostileEntry> Read(string path)
    {
        using var unpacked = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var tar = new TarReader(unpacked);
        var entries = ImmutableArray.CreateBuilder<HostileEntry>();
        while (tar.GetNextEntry() is { } entry)
        {
            using var bytes = new MemoryStream();
            entry.DataStream?.CopyTo(bytes);
            entries.Add(new HostileEntry(entry.Name, bytes.ToArray()) { Mode = entry.Mode });
        }

        return entries.ToImmutable();
    }

    internal static void Write(string path, ImmutableArray<HostileEntry> entries, byte[]? afterTheEnd = null)
    {
        using var file = File.Create(path);
        using var packed = new GzipWriter(file);
        using (var tar = new TarWriter(packed, leaveOpen: true))
        {
            foreach (var entry in entries)
                tar.WriteEntry(entry.ToTar());
        }

        packed.Write(afterTheEnd ?? []);
    }
}
