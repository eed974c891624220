using System.Text;
using System.Text.Json;
using Generator.Core.Foundation.Formats;

namespace Generator.Tests.Golden;

/// <summary>
/// JSON with a line for each entry of a list below its first level: what haplane writes over many lines, for reading and comparing.
/// </summary>
internal static class CompactJson
{
    internal static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var properties = document.RootElement.EnumerateObject().Select(property => $"\"{property.Name}\": {Value(property.Value)}");
        return Encoding.UTF8.GetBytes($"{{\n{string.Join(",\n", properties)}\n}}\n");
    }

    /// <summary>The same as haplane writes it.</summary>
    internal static string Indented(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(Json.Of(writer =>
        {
            foreach (var property in document.RootElement.EnumerateObject())
                property.WriteTo(writer);
        }).Span);
    }

    private static string Value(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            ? $"[\n{string.Join(",\n", value.EnumerateArray().Select(OnOneLine))}\n]"
            : OnOneLine(value);

    // Each token as it is written, without the white space between tokens.
    private static string OnOneLine(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object =>
            $"{{{string.Join(", ", value.EnumerateObject().Select(property => $"\"{property.Name}\": {OnOneLine(property.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(OnOneLine))}]",
        _ => value.GetRawText(),
    };
}
