namespace Generator.Core.Values;

/// <summary>A file's permission bits in octal, with the set-id and sticky bits in front.</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct FileMode(string Text) : IScalar<FileMode>
{
    /// <inheritdoc/>
    public static string Expected => "a mode in octal, such as 0644";

    /// <inheritdoc/>
    public static bool TryParse(string text, out FileMode value)
    {
        value = new FileMode(text);
        return Grammar.FileMode.IsMatch(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
