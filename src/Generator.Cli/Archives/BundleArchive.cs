using System.Collections.Immutable;
using System.Formats.Tar;
using System.Security.Cryptography;
using Generator.Core;
using Generator.Core.Foundation.Values;
using Generator.Core.Output.Bundles;

namespace Generator.Cli.Archives;

/// <summary>Writes a bundle as one file, and reads one. Only its texts are kept in memory.</summary>
internal static class BundleArchive
{
    private const string TopStart = "haplane-";

    // 5,000 hosts with some files each need less than a fifth of this.
    private const long MostText = 1L << 30;

    /// <summary>Writes a bundle: its files in the order of their paths.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="signature">The signature of its digests; null where it is not signed.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="passed">Called with the number of bytes of carried files that were read.</param>
    /// <exception cref="MisuseException">A carried file has changed.</exception>
    internal static void Write(Bundle bundle, byte[]? signature, Stream target, Action<int> passed)
    {
        var texts = signature is { } bytes
            ? bundle.Texts.Files.Add(BundlePath.Signature, new TreeFile(bytes, IsExecutable: false))
            : bundle.Texts.Files;
        var carried = bundle.Carried.ToDictionary(file => file.Path, StringComparer.Ordinal);
        using var archive = new ArchiveWriter(target);
        foreach (var path in texts.Keys.Concat(carried.Keys).Order(StringComparer.Ordinal))
        {
            if (texts.TryGetValue(path, out var text))
                Add(archive, $"{bundle.Top}/{path}", text);
            else
                Add(archive, $"{bundle.Top}/{path}", carried[path], passed);
        }
    }

    /// <summary>Reads a bundle, and writes it again: haplane would have written the same bytes, or the archive is refused.</summary>
    /// <param name="packed">The archive, from its beginning to its end.</param>
    /// <param name="passed">Called with the number of bytes that were read.</param>
    /// <exception cref="ArchiveFault">It is not a bundle.</exception>
    internal static ProvedArchive Read(FileStream packed, Action<int> passed)
    {
        using var measured = new MeasuredStream(packed, packed.Length, passed);
        using var digest = SHA256.Create();
        using var again = new CryptoStream(Stream.Null, digest, CryptoStreamMode.Write);
        var bundle = Read(measured, again);
        again.FlushFinalBlock();
        measured.CopyTo(Stream.Null);
        return measured.Digest.Text == Convert.ToHexStringLower(digest.Hash ?? [])
            ? new ProvedArchive(bundle, measured.Digest)
            : throw new ArchiveFault("it contains more than its files, or times, users, order or compression that haplane does not write");
    }

    /// <summary>Whether a file starts like a bundle, so that another bundle may replace it.</summary>
    internal static bool IsAt(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var archive = new ArchiveReader(file, file.Length);
            return archive.Files().Select(found => found.Path).FirstOrDefault() is { } first
                && first.StartsWith(TopStart, StringComparison.Ordinal) && first.EndsWith($"/{BundlePath.Sums}", StringComparison.Ordinal);
        }
        catch (ArchiveFault)
        {
            return false;
        }
    }

    private static void Add(ArchiveWriter archive, string path, TreeFile text)
    {
        using var content = new MemoryStream(text.Content.ToArray(), writable: false);
        archive.Add(path, text.IsExecutable, content);
    }

    private static void Add(ArchiveWriter archive, string path, CarriedFile carried, Action<int> passed)
    {
        using var file = File.OpenRead(carried.From);
        using var content = new MeasuredStream(file, carried.Size, passed);
        if (file.Length == carried.Size)
            archive.Add(path, carried.IsExecutable, content);
        if (content.Digest != carried.Sha256)
            throw new MisuseException($"{carried.From} changed while it was read; nothing was written, try again");
    }

    private static ReadBundle Read(MeasuredStream packed, CryptoStream again)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, ReadFile>(StringComparer.Ordinal);
        var texts = ImmutableSortedDictionary.CreateBuilder<string, TreeFile>(StringComparer.Ordinal);
        var (top, last, left) = ("", "", MostText);
        try
        {
            using var archive = new ArchiveReader(packed, packed.Length);
            using var written = new ArchiveWriter(again);
            foreach (var (path, entry) in archive.Files())
            {
                if (string.CompareOrdinal(last, path) >= 0)
                    throw new ArchiveFault($"it contains {path} twice, or in the wrong order");
                last = path;
                top = Top(path, top);
                left -= BundlePath.IsText(path[(top.Length + 1)..]) ? entry.Length : 0;
                if (left < 0)
                    throw new ArchiveFault("its output is larger than 1 GiB");
                Pass(path, path[(top.Length + 1)..], entry, written, files, texts);
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            throw new ArchiveFault($"it is damaged: {fault.Message}");
        }

        return new ReadBundle(top, files.ToImmutable(), new FileTree(texts.ToImmutable()));
    }

    private static string Top(string path, string known)
    {
        var top = path[..Math.Max(0, path.IndexOf('/', StringComparison.Ordinal))];
        return top.StartsWith(TopStart, StringComparison.Ordinal) && (known.Length == 0 || top == known)
            ? top
            : throw new ArchiveFault($"it contains {path}, expected one folder at its top: haplane-CLUSTER");
    }

    private static void Pass(
        string path,
        string name,
        TarEntry entry,
        ArchiveWriter written,
        ImmutableSortedDictionary<string, ReadFile>.Builder files,
        ImmutableSortedDictionary<string, TreeFile>.Builder texts)
    {
        var isExecutable = entry.Mode == ArchiveWriter.ModeOf(isExecutable: true);
        if (!isExecutable && entry.Mode != ArchiveWriter.ModeOf(isExecutable: false))
            throw new ArchiveFault($"it contains {path} with the mode {Convert.ToString((int)entry.Mode, 8)}, expected 0644 or 0755");
        using var content = new MeasuredStream(entry.DataStream ?? Stream.Null, entry.Length);
        if (BundlePath.IsText(name))
        {
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            texts.Add(name, new TreeFile(bytes.ToArray(), isExecutable));
            bytes.Position = 0;
            written.Add(path, isExecutable, bytes);
        }
        else
        {
            written.Add(path, isExecutable, content);
        }

        files.Add(name, new ReadFile(content.Digest, entry.Length, isExecutable));
    }
}

/// <summary>A bundle that was read, with the digest of the archive.</summary>
/// <param name="Bundle">The bundle.</param>
/// <param name="Archive">The digest.</param>
internal sealed record ProvedArchive(ReadBundle Bundle, Sha256 Archive);
