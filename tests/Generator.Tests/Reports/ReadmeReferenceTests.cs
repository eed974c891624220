using System.Text;
using Generator.Core.Reading.Binding;
using Generator.Tests.Golden;
using Generator.Tests.Support;

namespace Generator.Tests.Reports;

/// <summary>
/// The guide's reference describes every key as the schema and the messages do: it is generated from the keys that the binder reads.
/// </summary>
public class ReadmeReferenceTests
{
    private const string Start = "| key | meaning |\n|---|---|\n";

    [Fact]
    public void Every_key_is_in_the_guide()
    {
        var path = Repository.Path("templates", "guide", "topology.md");
        var guide = File.ReadAllText(path);
        var start = guide.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        Assert.True(start > Start.Length, "the guide has no table of keys");
        var end = guide.IndexOf("\n\n", start, StringComparison.Ordinal) is var gap and >= 0 ? gap + 1 : guide.Length;
        GoldenFiles.Compare(path, guide[..start] + Rows(TopologyKeys.All, "", []) + guide[end..]);
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
