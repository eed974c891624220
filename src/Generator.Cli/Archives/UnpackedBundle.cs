using System.Collections.Immutable;
using Generator.Cli.Folders;
using Generator.Cli.Signatures;
using Generator.Core.Foundation.Values;
using Generator.Core.Output.Bundles;

namespace Generator.Cli.Archives;

/// <summary>A bundle that was proved and then unpacked into a private folder, which is deleted with it.</summary>
internal sealed class UnpackedBundle : IDisposable
{
    private readonly ScratchFolder folder;

    private UnpackedBundle(ScratchFolder folder, CheckedBundle bundle)
    {
        this.folder = folder;
        var top = Path.Combine(folder.Path, BundlePath.TopOf(bundle.Cluster));
        Result = Path.Combine(top, BundlePath.Out.TrimEnd('/'));
        // A file for two roles is there twice, with the same bytes.
        Payload = bundle.Payload.Files.GroupBy(file => BundlePath.OnHost(file.Path), StringComparer.Ordinal)
            .ToImmutableDictionary(same => same.Key, same => Path.Combine(top, same.First().Path), StringComparer.Ordinal);
    }

    /// <summary>The folder <c>out/</c> in it.</summary>
    internal string Result { get; }

    /// <summary>The files that it carries: by the path on a host, the file here. Each has the digest that its output wants.</summary>
    internal ImmutableDictionary<string, string> Payload { get; }

    /// <summary>Proves and unpacks an archive; null where it was refused and the reason was written.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="error">Where faults and the progress go.</param>
    /// <param name="signers">The value of <c>--signers</c>; null where it was not passed.</param>
    internal static UnpackedBundle? Of(string file, TextWriter error, string? signers = null)
    {
        // Opened once: another archive may be moved to this path at any moment.
        using var packed = File.OpenRead(file);
        if (BundleProof.Of(file, packed, AllowedSigners.Find(signers), error) is not { } proof)
            return null;
        error.WriteLine($"{file}: {proof.Bundle.Identity}, {proof.Signature}");
        var unpacked = new UnpackedBundle(new ScratchFolder(), proof.Bundle);
        using var sweeping = new Sweeping(unpacked.Dispose);
        try
        {
            if (!unpacked.TryFill(packed, proof.Archive))
                throw new MisuseException($"{file} has changed while it was read; run again");
            return unpacked;
        }
        catch
        {
            unpacked.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    // False where the bytes are not those that were proved.
    private bool TryFill(FileStream packed, Sha256 proved)
    {
        packed.Position = 0;
        using var measured = new MeasuredStream(packed, packed.Length);
        try
        {
            using var archive = new ArchiveReader(measured, measured.Length);
            foreach (var (path, entry) in archive.Files())
            {
                var target = Path.Combine(folder.Path, path);
                Directory.CreateDirectory(Path.GetDirectoryName(target) ?? folder.Path);
                entry.ExtractToFile(target, overwrite: false);
            }
        }
        catch (Exception fault) when (fault is ArchiveFault or InvalidDataException or EndOfStreamException)
        {
            return false;
        }

        measured.CopyTo(Stream.Null);
        return measured.Digest == proved;
    }
}
