using System.Globalization;
using System.Text.RegularExpressions;

namespace Generator.Core.Reading.Originals;

/// <summary>
/// Reads a time of nginx (nginx.org, "Configuration file measurement units"; seconds without a unit) or of haproxy (HAProxy Configuration
/// Manual, 2.5; milliseconds without one).
/// </summary>
internal static partial class BalancerTime
{
    /// <summary>The time of an nginx directive, such as <c>1h 30m</c>; null if it cannot be read.</summary>
    internal static TimeSpan? OfNginx(string text) => Of(text, bareUnit: "s");

    /// <summary>The time of an haproxy timeout, such as <c>5000</c> or <c>10m</c>; null if it cannot be read.</summary>
    internal static TimeSpan? OfHaproxy(string text) => Of(text, bareUnit: "ms");

    // Half of the largest TimeSpan: no real timeout is longer, and a sum of two still fits.
    private static readonly double MostMilliseconds = TimeSpan.MaxValue.TotalMilliseconds / 2;

    private static TimeSpan? Of(string text, string bareUnit)
    {
        if (!Whole.IsMatch(text))
            return null;
        var milliseconds = Part.Matches(text)
            .Sum(part =>
                long.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
                * Milliseconds(part.Groups[2].Length == 0 ? bareUnit : part.Groups[2].Value));
        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, MostMilliseconds));
    }

    private static double Milliseconds(string unit) => unit switch
    {
        "us" => 0.001,
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        "w" => 7 * 86_400_000d,
        "M" => 30 * 86_400_000d,
        _ => 365 * 86_400_000d,
    };

    [GeneratedRegex(@"^([0-9]{1,9}(us|ms|[smhd])?|[0-9]{1,4}[wMy])( ?([0-9]{1,9}(us|ms|[smhd])?|[0-9]{1,4}[wMy]))*$")]
    private static partial Regex Whole { get; }

    [GeneratedRegex("([0-9]+)(us|ms|[smhdwMy])?")]
    private static partial Regex Part { get; }
}
