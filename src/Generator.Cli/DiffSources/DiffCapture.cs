using System.Collections.Immutable;
using Generator.Cli.Folders;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Cli.DiffSources;

/// <summary>One source of a comparison of captures: a folder of captured hosts, here or in a commit.</summary>
internal static class DiffCapture
{
    private const string Git = "git:";
    private const string Inventory = "capture.json";

    /// <summary>Its files, with paths that start with <c>originals/</c>; null if it is not such a folder.</summary>
    internal static ImmutableArray<SourceFile>? Read(string name)
    {
        var files = name.StartsWith(Git, StringComparison.Ordinal) ? OfRevision(name[Git.Length..].Split(':', 2)) : OfFolder(name);
        return files.Any(file => file.Path.Split('/') is [_, _, Inventory]) ? files : null;
    }

    // Without a path a revision is a whole user folder, not the folder of its captures.
    private static ImmutableArray<SourceFile> OfRevision(string[] parts) =>
        parts is [var revision, { Length: > 0 } path] && path.TrimEnd('/').Split('/')[^1] == "originals"
            ? [.. GitRevision.Read(revision, path).Select(file => new SourceFile($"originals/{file.Key}", file.Value))]
            : [];

    private static ImmutableArray<SourceFile> OfFolder(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateDirectories(folder).Any(host => File.Exists(Path.Combine(host, Inventory)))
            ? [.. FolderTree.Files(folder).Select(file => new SourceFile($"originals/{Path.GetRelativePath(folder, file)}", RegularFile.Read(file)))]
            : [];
}
