using System.Globalization;
using System.Text;
using Generator.Core.Reading.Binding;

namespace Generator.Core.Reporting.Reports;

/// <summary>The keys of a file as a page in Markdown, from the descriptions that the schema and the messages use.</summary>
public static class KeyReference
{
    private static readonly Dictionary<Key, string> Versions = new()
    {
        [TopologyKeys.ApiVersion] = TopologyKeys.Version,
        [CaptureKeys.ApiVersion] = CaptureKeys.Version,
    };

    /// <summary>The page of topology.yaml.</summary>
    public static string OfTopology() => Page(
        "topology.yaml", "`haplane schema --markdown` prints this page. `out/topology.yaml` has every default written out.", TopologyKeys.All);

    /// <summary>The page of capture.json.</summary>
    public static string OfCapture() =>
        Page("capture.json", "`haplane schema capture --markdown` prints this page. `haplane capture` writes the file.", CaptureKeys.All);

    private static string Page(string file, string about, Section all)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# The keys of {file}\n\n{about}\n\n");
        text.Append("| key | value | meaning |\n|---|---|---|\n");
        Rows(text, all, "", []);
        return text.ToString();
    }

    // A section that occurs in several places is listed at the first one.
    private static void Rows(StringBuilder text, Section section, string prefix, Dictionary<Section, string> listed)
    {
        listed[section] = prefix.TrimEnd('.');
        foreach (var key in section.Keys)
        {
            var inner = Inner(key);
            var known = inner is not null && listed.TryGetValue(inner, out var place) ? $"; keys as in `{place}`" : "";
            var required = key.IsRequired ? " (required)" : "";
            text.Append(CultureInfo.InvariantCulture, $"| `{prefix}{key.Name}` | {Cell(Value(key))} | {Cell(key.Describes)}{required}{known} |\n");
            if (inner is not null && !listed.ContainsKey(inner))
                Rows(text, inner, $"{prefix}{key.Name}{(key is SectionListKey ? "[]" : "")}.", listed);
        }
    }

    private static Section? Inner(Key key) => key switch
    {
        SectionKey section => section.Section,
        SectionListKey list => list.Item,
        _ => null,
    };

    private static string Value(Key key) => key switch
    {
        IScalarKey when Versions.TryGetValue(key, out var version) => $"the word {version}",
        IScalarKey scalar => scalar.Expected,
        IScalarListKey list => $"a list; each item is {list.ExpectedItem}",
        SectionKey => "a mapping",
        SectionListKey => "a list of mappings",
        _ => throw new ArgumentOutOfRangeException(nameof(key), key.GetType().Name, "describe the value of this kind of key"),
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
