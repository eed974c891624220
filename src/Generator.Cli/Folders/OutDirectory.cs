using Generator.Core;
using Generator.Core.Deliveries;
using Generator.Core.Diagnostics;

namespace Generator.Cli.Folders;

/// <summary>A folder of results on disk. It is replaced as a whole, and only where nothing of anybody else's can be lost.</summary>
/// <param name="path">The folder.</param>
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
            return File.Exists(manifest) && RegularFile.IsAt(manifest) && File.ReadAllText(manifest).Contains("\"apiVersion\": \"haplane.manifest/", StringComparison.Ordinal);
        }
    }

    /// <summary>Reads the whole folder.</summary>
    internal FileTree Read() => whole.Read(_ => true);

    /// <summary>What the result here says of the hosts; null where there is no result.</summary>
    internal Outcome<EarlierResults>? ReadEarlier() => IsOurs ? Compiler.ReadEarlier(whole.Read(EarlierResults.Needs)) : null;

    /// <summary>The paths that differ from a tree, or are only here or only there, in order.</summary>
    internal IReadOnlyList<string> DifferencesFrom(FileTree tree) => whole.DifferencesFrom(tree);

    /// <summary>Puts a tree in the folder's place, unless it is there already.</summary>
    /// <exception cref="MisuseException">The folder holds something that is not ours.</exception>
    internal void Replace(FileTree tree)
    {
        RefuseForeign();
        whole.Replace(tree);
    }

    private void RefuseForeign()
    {
        if (File.Exists(path) || new DirectoryInfo(path).LinkTarget is not null)
            throw new MisuseException($"{path} is not a folder of its own; give -o a new or empty folder");
        if (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any())
            return;
        if (!IsOurs)
            throw new MisuseException($"{path} is not empty and haplane did not write it; give -o a new or empty folder");
    }
}
