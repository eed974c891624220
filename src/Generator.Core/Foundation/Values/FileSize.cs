namespace Generator.Core.Foundation.Values;

/// <summary>A file's size in bytes.</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct FileSize(string Text) : IScalar<FileSize>
{
    /// <inheritdoc/>
    public static string Expected => "a size in bytes";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.FileSize, "integer", "string");

    /// <inheritdoc/>
    public static bool TryParse(string text, out FileSize value)
    {
        value = new FileSize(text);
        return Grammar.FileSize.IsMatch(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
