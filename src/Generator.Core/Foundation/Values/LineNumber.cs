namespace Generator.Core.Foundation.Values;

/// <summary>The number of a line, from 1.</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct LineNumber(string Text) : IScalar<LineNumber>
{
    /// <inheritdoc/>
    public static string Expected => "a line's number, from 1";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.LineNumber, "integer", "string");

    /// <inheritdoc/>
    public static bool TryParse(string text, out LineNumber value)
    {
        value = new LineNumber(text);
        return Grammar.LineNumber.IsMatch(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
