namespace Generator.Core.Values;

/// <summary>A file's permission bits in octal, with the set-id and sticky bits in front.</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct Permissions(string Text) : IScalar<Permissions>
{
    /// <inheritdoc/>
    public static string Expected => "a mode in octal, such as 0644";

    /// <inheritdoc/>
    public static bool TryParse(string text, out Permissions value)
    {
        value = new Permissions(text);
        return Grammar.Permissions.IsMatch(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
