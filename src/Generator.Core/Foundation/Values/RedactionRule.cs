namespace Generator.Core.Foundation.Values;

/// <summary>How a value was recognized as a secret: by a key such as <c>client-key-data</c>, or by its form.</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct RedactionRule(string Text) : IScalar<RedactionRule>
{
    /// <inheritdoc/>
    public static string Expected => "a rule's name: letters, digits, dots, blanks, hyphens, at most 60";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.RedactionRule);

    /// <inheritdoc/>
    public static bool TryParse(string text, out RedactionRule value)
    {
        value = new RedactionRule(text);
        return Grammar.RedactionRule.IsMatch(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
