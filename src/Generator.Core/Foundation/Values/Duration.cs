using System.Globalization;

namespace Generator.Core.Foundation.Values;

/// <summary>A whole number of seconds, minutes or hours.</summary>
/// <param name="Text">The text as it was written.</param>
/// <param name="Seconds">The length in seconds.</param>
public readonly record struct Duration(string Text, int Seconds) : IScalar<Duration>
{
    /// <inheritdoc/>
    public static string Expected => "a duration in s, m or h, of at most 24h, such as 180s";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.Duration);

    /// <inheritdoc/>
    public static bool TryParse(string text, out Duration value)
    {
        value = default;
        var match = Grammar.Duration.Match(text);
        if (!match.Success)
            return false;
        var unit = match.Groups[2].Value switch { "h" => 3600L, "m" => 60L, _ => 1L };
        var seconds = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * unit;
        value = new Duration(text, (int)Math.Min(seconds, int.MaxValue));
        return seconds <= 24 * 3600;
    }

    /// <summary>A duration from a number of seconds, written in seconds.</summary>
    public static Duration OfSeconds(int seconds) => new(string.Create(CultureInfo.InvariantCulture, $"{seconds}s"), seconds);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
