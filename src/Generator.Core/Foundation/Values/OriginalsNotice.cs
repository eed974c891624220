namespace Generator.Core.Foundation.Values;

/// <summary>The one word that a host's <c>originals</c> can have.</summary>
/// <param name="Assumed">Whether they are assumed.</param>
public readonly record struct OriginalsNotice(bool Assumed) : IScalar<OriginalsNotice>
{
    /// <inheritdoc/>
    public static string Expected => "the word assumed";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.OneOf("assumed");

    /// <inheritdoc/>
    public static bool TryParse(string text, out OriginalsNotice value)
    {
        value = new OriginalsNotice(text == "assumed");
        return value.Assumed;
    }

    /// <inheritdoc/>
    public override string ToString() => Assumed ? "assumed" : "captured";
}
