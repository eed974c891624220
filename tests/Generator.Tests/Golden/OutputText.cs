using System.Collections.Immutable;
using System.Text;
using Generator.Core;
using Generator.Core.Reading.Deliveries;

namespace Generator.Tests.Golden;

/// <summary>
/// An output as it is compared: the files that do not follow from other ones, byte by byte as Latin-1, with named digests and without the
/// numbers of steps; JSON has a line for each entry of a list. What former/ keeps is that of another case.
/// </summary>
internal static class OutputText
{
    internal static ImmutableSortedDictionary<string, string> Of(FileTree tree) => FileDigests.Name(
        tree.Files
            .Where(file => !DerivedFiles.Has(file.Key, file.Value) && !file.Key.StartsWith(EarlierResults.Folder, StringComparison.Ordinal))
            .ToImmutableSortedDictionary(file => Name(file.Key, file.Value), file => Text(file.Key, file.Value), StringComparer.Ordinal),
        tree.Files.Select(file => (file.Key, FileDigests.Of(file.Value.Content.Span))));

    private static string Name(string path, TreeFile file) => file.IsExecutable ? $"{path} 0755" : path;

    private static string Text(string path, TreeFile file) => StepNumbers.Hide(
        path,
        Encoding.Latin1.GetString((path.EndsWith(".json", StringComparison.Ordinal) ? CompactJson.Of(file.Content) : file.Content).Span));
}
