using System.Globalization;
using System.Text.RegularExpressions;

namespace Generator.Core.Reading.Originals;

/// <summary>Reads the times of Go (time.ParseDuration) and of systemd (systemd.time(7)) that both write alike, such as 90, 1m30s or 2min.</summary>
internal static partial class TimeSpanText
{
    /// <summary>The whole seconds; null for anything else, such as <c>infinity</c>.</summary>
    internal static int? Seconds(string text)
    {
        if (!Form.IsMatch(text))
            return null;
        var total = Part.Matches(text).Sum(part => double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * Unit(part.Groups[2].Value));
        return total < int.MaxValue ? (int)total : null;
    }

    private static double Unit(string unit) => unit switch
    {
        "ms" => 0.001,
        "m" or "min" => 60,
        "h" => 3600,
        _ => 1,
    };

    [GeneratedRegex(@"\A([0-9]{1,9}(\.[0-9]{1,9})?(ms|min|m|h|s|sec)? ?)+\z")]
    private static partial Regex Form { get; }

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)(ms|min|m|h|sec|s)?")]
    private static partial Regex Part { get; }
}
