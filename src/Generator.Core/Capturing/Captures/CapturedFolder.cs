using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>The folder of one captured host, read key by key, so that entries of any release can be compared.</summary>
/// <param name="Facts">The entries about the host as a whole.</param>
/// <param name="Things">The entries about each path and each unit, by key.</param>
/// <param name="Texts">The captured files, by path.</param>
internal sealed record CapturedFolder(
    ImmutableSortedDictionary<string, string> Facts,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Things,
    ImmutableSortedDictionary<string, SourceFile> Texts)
{
    private const string Root = "originals/";
    private const string Inventory = "/capture.json";
    private static readonly string[] Names = ["path", "name", "unit"];
    private static readonly ImmutableSortedDictionary<string, string> Nothing =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    internal static ImmutableSortedDictionary<string, CapturedFolder> ByHost(ImmutableArray<SourceFile> originals) =>
        (from file in originals
         where file.Path.StartsWith(Root, StringComparison.Ordinal)
         let slash = file.Path.IndexOf('/', Root.Length)
         where slash > 0
         group (Path: file.Path[slash..], File: file) by file.Path[Root.Length..slash])
        .ToImmutableSortedDictionary(host => host.Key, host => Of(host.DistinctBy(file => file.Path)), StringComparer.Ordinal);

    private static CapturedFolder Of(IEnumerable<(string Path, SourceFile File)> files)
    {
        var all = files.ToImmutableSortedDictionary(file => file.Path, file => file.File, StringComparer.Ordinal);
        var root = all.GetValueOrDefault(Inventory) is { } inventory ? Content.AnyRoots(inventory).FirstOrDefault() : null;
        var texts = all.Remove(Inventory);
        // A file without an entry is known only by its text.
        var things = texts.Keys.ToImmutableSortedDictionary(path => path, _ => Nothing, StringComparer.Ordinal)
            .SetItems(Entries(root).DistinctBy(entry => entry.Key));
        return new CapturedFolder(Scalars(root), things, texts);
    }

    private static IEnumerable<KeyValuePair<string, ImmutableSortedDictionary<string, string>>> Entries(MappingNode? root) =>
        from list in root?.Entries.Select(entry => entry.Value).OfType<SequenceNode>() ?? []
        from item in list.Items.OfType<MappingNode>()
        let name = Names.Select(key => item.FindScalar(key)?.Value).FirstOrDefault(found => found is not null)
        where name is not null
        select KeyValuePair.Create(name, Scalars(item));

    private static ImmutableSortedDictionary<string, string> Scalars(MappingNode? mapping) => mapping is null ? Nothing : Nothing.SetItems(
        from entry in mapping.Entries
        let value = entry.Value is ScalarNode scalar ? scalar.Value : entry.Value is SequenceNode list ? List(list) : null
        where value is not null
        select KeyValuePair.Create(entry.Key.Value, value));

    private static string? List(SequenceNode list) =>
        list.Items.All(item => item is ScalarNode) ? string.Join(", ", list.Items.OfType<ScalarNode>().Select(item => item.Value)) : null;
}
