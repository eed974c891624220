using System.Globalization;

namespace Generator.Core.Foundation.Values;

/// <summary>A VRRP virtual router's number, 1 to 255, unique in its network segment (RFC 5798).</summary>
public readonly record struct RouterId(int Number) : IScalar<RouterId>
{
    /// <inheritdoc/>
    public static string Expected => "a virtual router's number from 1 to 255, such as 61";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(1, 255);

    /// <inheritdoc/>
    public static bool TryParse(string text, out RouterId value)
    {
        value = default;
        if (!Grammar.SmallNumber.IsMatch(text))
            return false;
        value = new RouterId(int.Parse(text, CultureInfo.InvariantCulture));
        return value.Number is >= 1 and <= 255;
    }

    /// <inheritdoc/>
    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
}
