using System.Collections.Immutable;
using Generator.Cli.Folders;
using Generator.Core;
using Generator.Core.Deliveries;

namespace Generator.Cli.Applying;

/// <summary>The one place where a run gets the result that it brings to the hosts.</summary>
/// <param name="Path">Where it lies, absolute: ssh is called from there.</param>
/// <param name="Name">As it was given.</param>
/// <param name="Tree">Its files: those that its list of digests names, and the list.</param>
internal sealed record ResultFolder(string Path, string Name, FileTree Tree)
{
    /// <summary>Reads a result.</summary>
    /// <exception cref="MisuseException">There is none.</exception>
    internal static ResultFolder At(string name)
    {
        var path = System.IO.Path.GetFullPath(name);
        var sums = System.IO.Path.Combine(path, ResultDigests.Name);
        if (!IsThere(sums))
            throw new MisuseException($"{name} is not a folder that \"haplane build\" has written: there is no {ResultDigests.Name} in it");
        var list = RegularFile.Read(sums);
        var files = ResultDigests.Listed(list).Distinct().Where(file => IsThere(System.IO.Path.Combine(path, file)))
            .ToImmutableSortedDictionary(file => file, file => Content(path, file), StringComparer.Ordinal);
        return new ResultFolder(path, name, new FileTree(files.SetItem(ResultDigests.Name, new TreeFile(list, IsExecutable: false))));
    }

    private static bool IsThere(string file) => File.Exists(file) && RegularFile.IsAt(file);

    private static TreeFile Content(string path, string file) =>
        new(RegularFile.Read(System.IO.Path.Combine(path, file)), file.StartsWith("bin/", StringComparison.Ordinal));
}
