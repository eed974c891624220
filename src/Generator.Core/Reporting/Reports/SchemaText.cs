using System.Collections.Immutable;
using System.Text.Json;
using Generator.Core.Foundation.Formats;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Binding;

namespace Generator.Core.Reporting.Reports;

/// <summary>Writes the keys of a file as JSON Schema (draft 2020-12), so that an editor completes and marks what haplane would.</summary>
/// <param name="apiVersion">The key that holds the version of the file's format.</param>
internal sealed class SchemaText(Key apiVersion, string version)
{
    /// <summary>The only words that a key takes, where its own form does not know them.</summary>
    internal ImmutableDictionary<Key, ImmutableArray<string>> Words { get; init; } = ImmutableDictionary<Key, ImmutableArray<string>>.Empty;

    internal ReadOnlyMemory<byte> Render(string title, Section all) => Json.Of(writer =>
    {
        writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        writer.WriteString("title", $"{title}, {version}");
        Mapping(writer, all);
    });

    private void Mapping(Utf8JsonWriter writer, Section section)
    {
        writer.WriteString("type", "object");
        writer.WriteBoolean("additionalProperties", false);
        writer.Strings("required", section.Keys.Where(key => key.IsRequired).Select(key => key.Name));
        writer.WriteStartObject("properties");
        foreach (var key in section.Keys)
        {
            writer.WriteStartObject(key.Name);
            writer.WriteString("description", key.Describes);
            Value(writer, key);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void Value(Utf8JsonWriter writer, Key key)
    {
        switch (key)
        {
            case IScalarKey scalar:
                Scalar(writer, scalar.Form, key == apiVersion);
                if (Words.TryGetValue(key, out var words))
                    writer.Strings("enum", words);
                break;
            case IScalarListKey list:
                List(writer, () => Scalar(writer, list.ItemForm, isVersion: false), key.IsRequired);
                break;
            case SectionKey section:
                Mapping(writer, section.Section);
                break;
            case SectionListKey list:
                List(writer, () => Mapping(writer, list.Item), key.IsRequired);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(key), key.GetType().Name, "describe this kind of key in a schema");
        }
    }

    private static void List(Utf8JsonWriter writer, Action item, bool isRequired)
    {
        writer.WriteString("type", "array");
        if (isRequired)
            writer.WriteNumber("minItems", 1);
        writer.WriteStartObject("items");
        item();
        writer.WriteEndObject();
    }

    private void Scalar(Utf8JsonWriter writer, ScalarForm form, bool isVersion)
    {
        if (form.Types is [var only])
            writer.WriteString("type", only);
        else
            writer.Strings("type", form.Types);
        if (isVersion)
            writer.WriteString("const", version);
        writer.Text("pattern", form.Pattern);
        if (form.Words.Length > 0)
            writer.Strings("enum", form.Words);
        if (form.Range is { } range)
        {
            writer.WriteNumber("minimum", range.Least);
            writer.WriteNumber("maximum", range.Greatest);
        }
    }
}
