using Generator.Cli.Folders;
using Generator.Core.Bundles;

namespace Generator.Cli.Archives;

/// <summary>A bundle that was proved and then unpacked where nobody else can look; it goes with its user.</summary>
internal sealed class UnpackedBundle : IDisposable
{
    private readonly ScratchFolder folder;

    private UnpackedBundle(ScratchFolder folder, string cluster)
    {
        this.folder = folder;
        Result = Path.Combine(folder.Path, BundlePath.TopOf(cluster), BundlePath.Out.TrimEnd('/'));
    }

    /// <summary>The folder of the result in it.</summary>
    internal string Result { get; }

    /// <summary>Proves and unpacks an archive; null where it was refused, and it was said why.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="error">Where faults and the progress go.</param>
    internal static UnpackedBundle? Of(string file, TextWriter error)
    {
        if (BundleProof.Of(file, pinned: null, error) is not { } proof)
            return null;
        error.WriteLine($"{file}: {proof.Bundle.Identity}, signed by {proof.Signer}");
        var unpacked = new UnpackedBundle(new ScratchFolder(), proof.Bundle.Cluster);
        using var sweeping = new Sweeping(unpacked.Dispose);
        try
        {
            unpacked.Fill(file);
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

    // The paths are those of a bundle that was proved: plain ones, each once.
    private void Fill(string file)
    {
        using var packed = File.OpenRead(file);
        using var archive = new ArchiveReader(packed, packed.Length);
        foreach (var (path, entry) in archive.Files())
        {
            var target = Path.Combine(folder.Path, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target) ?? folder.Path);
            entry.ExtractToFile(target, overwrite: false);
        }
    }
}
