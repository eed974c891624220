namespace Generator.Core.Foundation.Values;

/// <summary>A state of a unit as systemctl shows it.</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct UnitState(string Text) : IScalar<UnitState>
{
    /// <inheritdoc/>
    public static string Expected => "a state of systemd, such as active, or - for none";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.UnitState);

    /// <inheritdoc/>
    public static bool TryParse(string text, out UnitState value)
    {
        value = new UnitState(text);
        return Grammar.UnitState.IsMatch(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
