using System.Text.RegularExpressions;

namespace Generator.Core.Foundation.Flags;

/// <summary>The form of a flag's value.</summary>
/// <param name="Expected">The form for people; empty if any text is accepted.</param>
internal sealed partial record ValueForm(string Expected)
{
    /// <summary>A switch, which needs no value.</summary>
    internal static readonly ValueForm Switch = new("true or false");

    private static readonly ValueForm Any = new("");
    private static readonly ValueForm Integer = new("a whole number");
    private static readonly ValueForm Number = new("a number");
    private static readonly ValueForm Duration = new("a duration such as 30s or 1h30m");
    private static readonly ValueForm Pairs = new("a list of key=value");
    private static readonly ValueForm Gates = new("a list of gate=true and gate=false");

    /// <summary>The form with a name from the table.</summary>
    internal static ValueForm Of(string name) => name switch
    {
        "bool" => Switch,
        "int" => Integer,
        "float" => Number,
        "duration" => Duration,
        "map" => Pairs,
        "gates" => Gates,
        _ => Any,
    };

    /// <summary>Whether the component accepts a text as the value.</summary>
    internal bool Takes(string text) =>
        this == Switch ? IsBoolean(text)
        : this == Integer ? WholeNumber().IsMatch(text)
        : this == Number ? DecimalNumber().IsMatch(text)
        : this == Duration ? GoDuration().IsMatch(text)
        : this == Pairs ? Parts(text).All(part => part.Contains('=', StringComparison.Ordinal))
        : this != Gates || Parts(text).All(part => part.Split('=', 2) is [_, var value] && IsBoolean(value.Trim()));

    // strconv.ParseBool.
    private static bool IsBoolean(string text) =>
        text is "1" or "t" or "T" or "TRUE" or "true" or "True" or "0" or "f" or "F" or "FALSE" or "false" or "False";

    private static IEnumerable<string> Parts(string text) => text.Split(',', StringSplitOptions.TrimEntries).Where(part => part.Length > 0);

    // strconv.ParseInt with base 0.
    [GeneratedRegex(@"\A[-+]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9][0-9_]*)\z")]
    private static partial Regex WholeNumber();

    // strconv.ParseFloat, without the hexadecimal form.
    [GeneratedRegex(@"\A[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex DecimalNumber();

    // time.ParseDuration.
    [GeneratedRegex(@"\A[-+]?(0|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)\z")]
    private static partial Regex GoDuration();
}
