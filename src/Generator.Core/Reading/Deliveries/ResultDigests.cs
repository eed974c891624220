using System.Text;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Deliveries;

/// <summary>SHA256SUMS of an <c>out/</c>, which proves every other file and identifies the output as a whole.</summary>
public static class ResultDigests
{
    public const string Name = "SHA256SUMS";

    private const string Separator = "  ";

    /// <summary>The identity of an output: the digest of its list of digests.</summary>
    public static string Identity(FileTree tree) => Sha256.Of(tree.Files[Name].Content.Span).ToString();

    /// <summary>The paths in a list of digests, in its order, without any that could lead out of the folder.</summary>
    public static IEnumerable<string> Listed(ReadOnlySpan<byte> sums) =>
        Lines(sums).Select(line => line.Split(Separator, 2)[^1]).Where(path => path.Split('/').All(part => part is not ("" or "." or "..")));

    /// <summary>The lines of the list that prove these files.</summary>
    public static string Of(FileTree tree, IEnumerable<string> paths)
    {
        var wanted = paths.ToHashSet(StringComparer.Ordinal);
        return string.Concat(
            Lines(tree.Files[Name].Content.Span).Where(line => wanted.Contains(line.Split(Separator, 2)[^1])).Select(line => $"{line}\n"));
    }

    /// <summary>The first file that is changed, not listed, or missing; null if there is none.</summary>
    // The sums list every other file, in order: they are generated again and compared as a whole. Only a difference is examined.
    internal static string? FirstChanged(FileTree tree)
    {
        var listed = Lines(tree.Files[Name].Content.Span).ToHashSet(StringComparer.Ordinal);
        return tree.Files
            .Where(file => file.Key != Name && !listed.Remove($"{Sha256.Of(file.Value.Content.Span)}{Separator}{file.Key}"))
            .Select(file => file.Key)
            .FirstOrDefault()
            ?? listed.Select(line => line.Split(Separator, 2)[^1]).FirstOrDefault();
    }

    /// <summary>The first of these files that was changed; null if there is none.</summary>
    internal static string? FirstChanged(FileTree tree, IEnumerable<string> paths)
    {
        var listed = Lines(tree.Files[Name].Content.Span).ToHashSet(StringComparer.Ordinal);
        return paths.FirstOrDefault(path => !listed.Contains($"{Sha256.Of(tree.Files[path].Content.Span)}{Separator}{path}"));
    }

    private static string[] Lines(ReadOnlySpan<byte> sums) => Encoding.UTF8.GetString(sums).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
