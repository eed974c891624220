using System.Text.Encodings.Web;
using System.Text.Json;

namespace Generator.Core.Foundation.Formats;

/// <summary>Writes JSON for people and programs: indented, newlines as \n, names in their own script.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        // The text goes into files and never into HTML, so only what JSON itself asks for is escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A document that is an object.</summary>
    internal static ReadOnlyMemory<byte> Of(Action<Utf8JsonWriter> write) => Document(writer =>
    {
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
    });

    /// <summary>A document that is a list of objects.</summary>
    internal static ReadOnlyMemory<byte> ListOf<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => Document(writer =>
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static ReadOnlyMemory<byte> Document(Action<Utf8JsonWriter> write)
    {
        using var stream = new System.IO.MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
            write(writer);

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    internal static void Objects<T>(this Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    internal static void Strings(this Utf8JsonWriter writer, string name, IEnumerable<string> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
            writer.WriteStringValue(item);
        writer.WriteEndArray();
    }

    internal static void Text(this Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            writer.WriteString(name, value);
    }
}
