namespace Generator.Core.Foundation.Values;

/// <summary>A file's owner and group by name.</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct FileOwner(string Text) : IScalar<FileOwner>
{
    /// <inheritdoc/>
    public static string Expected => "owner and group, such as root:root";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.FileOwner);

    /// <inheritdoc/>
    public static bool TryParse(string text, out FileOwner value)
    {
        value = new FileOwner(text);
        return Grammar.FileOwner.IsMatch(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
