using System.Globalization;

namespace Generator.Core.Foundation.Values;

/// <summary>A TCP port, 1 to 65535.</summary>
public readonly record struct Port(int Number) : IScalar<Port>
{
    /// <inheritdoc/>
    public static string Expected => "a port from 1 to 65535, such as 6443";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(1, 65535);

    /// <inheritdoc/>
    public static bool TryParse(string text, out Port value)
    {
        value = default;
        if (!Grammar.SmallNumber.IsMatch(text))
            return false;
        value = new Port(int.Parse(text, CultureInfo.InvariantCulture));
        return value.Number is >= 1 and <= 65535;
    }

    /// <inheritdoc/>
    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
}
