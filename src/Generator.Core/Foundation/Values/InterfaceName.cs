namespace Generator.Core.Foundation.Values;

/// <summary>A network interface's name, at most 15 characters (IFNAMSIZ).</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct InterfaceName(string Text) : IScalar<InterfaceName>
{
    /// <inheritdoc/>
    public static string Expected => "a network interface, such as eth0";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.InterfaceName);

    /// <inheritdoc/>
    public static bool TryParse(string text, out InterfaceName value)
    {
        value = new InterfaceName(text);
        return Grammar.InterfaceName.IsMatch(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
