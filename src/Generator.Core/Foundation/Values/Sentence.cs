namespace Generator.Core.Foundation.Values;

/// <summary>
/// One line of free text, such as the reason of a waiver. It is the only scalar without an alphabet: it is shown to people and written,
/// encoded, to JSON, YAML and Markdown; it never reaches a script or a configuration.
/// </summary>
/// <param name="Text">The text, 1 to 300 characters.</param>
public readonly record struct Sentence(string Text) : IScalar<Sentence>
{
    /// <inheritdoc/>
    public static string Expected => "one line of text, 1 to 300 characters";

    /// <inheritdoc/>
    public static bool TryParse(string text, out Sentence value)
    {
        value = new Sentence(text);
        return text.Length is >= 1 and <= 300 && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
