namespace Generator.Core.Foundation.Values;

/// <summary>The code of a diagnostic: three capital letters and three digits.</summary>
/// <param name="Text">The code.</param>
public readonly record struct RuleCode(string Text) : IScalar<RuleCode>
{
    /// <inheritdoc/>
    public static string Expected => "the code of a rule, such as LBR001";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.RuleCode);

    /// <inheritdoc/>
    public static bool TryParse(string text, out RuleCode value)
    {
        value = new RuleCode(text);
        return Grammar.RuleCode.IsMatch(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
