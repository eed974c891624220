namespace Generator.Core.Values;

/// <summary>What showed that a value is a secret: a key such as <c>client-key-data</c>, or its form.</summary>
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
