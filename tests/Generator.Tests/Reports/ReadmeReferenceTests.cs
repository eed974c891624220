using System.Text;
using Generator.Core.Reading.Binding;
using Generator.Tests.Golden;
using Generator.Tests.Support;

namespace Generator.Tests.Reports;

/// <summary>
/// The README's reference describes every key as the schema and the messages do: it is generated from the keys that the binder reads.
/// </summary>
public class ReadmeReferenceTests
{
    private const string Start = "| key | meaning |\n|---|---|\n";

    [Fact]
    public void Every_key_is_in_the_readme()
    {
        var path = Repository.Path("README.md");
        var readme = File.ReadAllText(path);
        var start = readme.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        Assert.True(start > Start.Length, "README.md has no table of keys");
        var end = readme.IndexOf("\n\n", start, StringComparison.Ordinal) + 1;
        GoldenFiles.Compare(path, readme[..start] + Rows(TopologyKeys.All, "", []) + readme[end..]);
    }

    // A section that occurs in several places is listed at the first one.
    private static string Rows(Section section, string prefix, Dictionary<Section, string> listed)
    {
        var text = new StringBuilder();
        listed[section] = prefix.TrimEnd('.');
        foreach (var key in section.Keys)
        {
            var place = Inner(key) is { } known && listed.TryGetValue(known, out var described) ? $"; keys as in `{described}`" : "";
            text.Append($"| `{prefix}{key.Name}` | {key.Describes}{(key.IsRequired ? " (required)" : "")}{place} |\n");
            if (Inner(key) is { } inner && !listed.ContainsKey(inner))
                text.Append(Rows(inner, $"{prefix}{key.Name}{(key is SectionListKey ? "[]" : "")}.", listed));
        }

        return text.ToString();
    }

    private static Section? Inner(Key key) => key switch
    {
        SectionKey section => section.Section,
        SectionListKey list => list.Item,
        _ => null,
    };
}
