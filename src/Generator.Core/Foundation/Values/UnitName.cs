namespace Generator.Core.Foundation.Values;

/// <summary>The name of a unit of systemd, with its type (systemd.unit(5)).</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct UnitName(string Text) : IScalar<UnitName>
{
    /// <inheritdoc/>
    public static string Expected => "a unit's name, such as kubelet.service";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.UnitName);

    /// <inheritdoc/>
    public static bool TryParse(string text, out UnitName value)
    {
        value = new UnitName(text);
        return Grammar.UnitName.IsMatch(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
