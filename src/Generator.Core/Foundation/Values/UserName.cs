namespace Generator.Core.Foundation.Values;

/// <summary>A Linux user's name (useradd(8), the portable subset).</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct UserName(string Text) : IScalar<UserName>
{
    /// <inheritdoc/>
    public static string Expected => "a user's name, such as root";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.UserName);

    /// <inheritdoc/>
    public static bool TryParse(string text, out UserName value)
    {
        value = new UserName(text);
        return Grammar.UserName.IsMatch(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
