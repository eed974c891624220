namespace Generator.Core.Foundation.Values;

/// <summary>Any absolute path on a captured host; only an <see cref="AbsolutePath"/> can be delivered.</summary>
/// <param name="Text">The path.</param>
public readonly record struct CapturedPath(string Text) : IScalar<CapturedPath>
{
    /// <inheritdoc/>
    public static string Expected => "an absolute path";

    /// <inheritdoc/>
    public static bool TryParse(string text, out CapturedPath value)
    {
        value = new CapturedPath(text);
        return text.StartsWith('/') && !text.Any(char.IsControl);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
