using System.Collections.Immutable;
using Generator.Cli.Folders;
using Generator.Core;
using Generator.Core.Reading.Deliveries;

namespace Generator.Cli.Applying;

/// <summary>The output that a run delivers: read once, and kept apart from the folder, which may be rebuilt during the run.</summary>
/// <param name="Path">The folder that was read, absolute.</param>
/// <param name="Tree">Its files: those that its list of digests names, and the list.</param>
/// <param name="Settings">A folder of the run's own with ssh_config and known_hosts; ssh is called from there.</param>
internal sealed record RunFolder(string Path, FileTree Tree, ScratchFolder Settings) : IDisposable
{
    private static readonly string[] OfSsh = ["ssh_config", "known_hosts"];

    /// <summary>The digest that names the output, on the hosts, too.</summary>
    internal string Digest => ResultDigests.Identity(Tree);

    /// <summary>Reads an output.</summary>
    /// <exception cref="MisuseException">There is none.</exception>
    internal static RunFolder At(string name)
    {
        var path = System.IO.Path.GetFullPath(name);
        var sums = System.IO.Path.Combine(path, ResultDigests.Name);
        if (!IsThere(sums))
            throw new MisuseException($"{name} is not a folder that \"haplane build\" has written: there is no {ResultDigests.Name} in it");
        var list = RegularFile.Read(sums);
        var files = ResultDigests.Listed(list).Distinct().Where(file => IsThere(System.IO.Path.Combine(path, file)))
            .ToImmutableSortedDictionary(file => file, file => Content(path, file), StringComparer.Ordinal);
        var tree = new FileTree(files.SetItem(ResultDigests.Name, new TreeFile(list, IsExecutable: false)));
        return new RunFolder(path, tree, Copy(tree));
    }

    /// <inheritdoc/>
    public void Dispose() => Settings.Dispose();

    private static ScratchFolder Copy(FileTree tree)
    {
        var folder = new ScratchFolder();
        foreach (var name in OfSsh.Where(tree.Files.ContainsKey))
            File.WriteAllBytes(System.IO.Path.Combine(folder.Path, name), tree.Files[name].Content.ToArray());
        return folder;
    }

    private static bool IsThere(string file) => File.Exists(file) && RegularFile.IsAt(file);

    private static TreeFile Content(string path, string file) =>
        new(RegularFile.Read(System.IO.Path.Combine(path, file)), file.StartsWith("bin/", StringComparison.Ordinal));
}
