using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Deliveries;

namespace Generator.Cli.Folders;

/// <summary>An output folder on disk. It is replaced as a whole, and only if no foreign file can be lost.</summary>
internal sealed class OutDirectory(string path)
{
    private const string Manifest = "manifest.json";

    private readonly WholeFolder whole = new(path);

    /// <summary>Whether haplane wrote the folder.</summary>
    internal bool IsOurs
    {
        get
        {
            var manifest = Path.Combine(path, Manifest);
            return File.Exists(manifest)
                && RegularFile.IsAt(manifest)
                && File.ReadAllText(manifest).Contains("\"apiVersion\": \"haplane.manifest/", StringComparison.Ordinal);
        }
    }

    /// <summary>Reads the whole folder.</summary>
    internal FileTree Read() => whole.Read(_ => true);

    /// <summary>The state of the hosts, from the output here; null if there is no output.</summary>
    internal Outcome<EarlierResults>? ReadEarlier() => IsOurs ? Compiler.ReadEarlier(whole.Read(EarlierResults.Needs)) : null;

    /// <summary>How the folder differs from a tree.</summary>
    internal FolderDifference DifferenceFrom(FileTree tree) => whole.DifferenceFrom(tree);

    /// <summary>Replaces the folder with a tree, unless it already equals the tree.</summary>
    /// <returns>How the folder differed from the tree.</returns>
    /// <exception cref="MisuseException">The folder contains something that haplane did not write.</exception>
    internal FolderDifference Replace(FileTree tree)
    {
        RefuseForeign();
        return whole.Replace(tree);
    }

    private void RefuseForeign()
    {
        if (File.Exists(path) || new DirectoryInfo(path).LinkTarget is not null)
            throw new MisuseException($"{path} is not a plain folder; pass a new or empty folder with -o");
        if (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any())
            return;
        if (!IsOurs)
            throw new MisuseException($"{path} is not empty and haplane did not write it; pass a new or empty folder with -o");
    }
}
