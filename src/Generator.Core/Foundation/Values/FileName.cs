namespace Generator.Core.Foundation.Values;

/// <summary>A file next to the topology: a name without folders.</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct FileName(string Text) : IScalar<FileName>
{
    /// <inheritdoc/>
    public static string Expected => "a file's name without folders, such as signers.allowed";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.FileName);

    /// <inheritdoc/>
    public static bool TryParse(string text, out FileName value)
    {
        value = new FileName(text);
        return Grammar.FileName.IsMatch(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
