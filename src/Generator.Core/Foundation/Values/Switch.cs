namespace Generator.Core.Foundation.Values;

/// <summary>True or false. YAML 1.1's other spellings (yes, on, True) are refused: they mean different things to different readers.</summary>
/// <param name="On">Whether it is on.</param>
public readonly record struct Switch(bool On) : IScalar<Switch>
{
    /// <inheritdoc/>
    public static string Expected => "true or false";

    /// <inheritdoc/>
    public static ScalarForm Form => new("boolean");

    /// <inheritdoc/>
    public static bool TryParse(string text, out Switch value)
    {
        value = new Switch(text == "true");
        return text is "true" or "false";
    }

    /// <inheritdoc/>
    public override string ToString() => On ? "true" : "false";
}
