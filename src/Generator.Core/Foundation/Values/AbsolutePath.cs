namespace Generator.Core.Foundation.Values;

/// <summary>An absolute path in normal form, without a final slash.</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct AbsolutePath(string Text) : IScalar<AbsolutePath>
{
    /// <inheritdoc/>
    public static string Expected =>
        "an absolute path of letters, digits and . _ + @ : - without a final slash, such as /data/application/kubernetes";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.AbsolutePath);

    /// <inheritdoc/>
    public static bool TryParse(string text, out AbsolutePath value)
    {
        value = new AbsolutePath(text);
        return Grammar.AbsolutePath.IsMatch(text) && !text.Split('/').Any(part => part is "." or "..");
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
