namespace Generator.Core.Foundation.Values;

/// <summary>The target of a symbolic link: absolute, or relative to the link's folder.</summary>
public readonly record struct LinkTarget(string Text) : IScalar<LinkTarget>
{
    /// <inheritdoc/>
    public static string Expected => "the path that a link points to";

    /// <inheritdoc/>
    public static bool TryParse(string text, out LinkTarget value)
    {
        value = new LinkTarget(text);
        return text.Length > 0 && !text.Any(char.IsControl);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
