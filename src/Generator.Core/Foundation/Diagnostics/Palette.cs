namespace Generator.Core.Foundation.Diagnostics;

/// <summary>The colours of text for a terminal, those of git diff. Without colour every line stays as it is.</summary>
/// <param name="isOn">Whether the terminal shows colours.</param>
internal sealed class Palette(bool isOn)
{
    internal const string Bold = "\e[1m";
    internal const string Red = "\e[31m";
    internal const string Green = "\e[32m";
    internal const string Yellow = "\e[33m";
    internal const string Cyan = "\e[36m";

    internal string Paint(string mark, string line) => isOn && mark.Length > 0 ? $"{mark}{line}\e[m" : line;

    internal static string Of(Severity severity) => severity switch
    {
        Severity.Error => Red,
        Severity.Warning => Yellow,
        _ => Cyan,
    };

    /// <summary>The colour of a line of a difference that has no header of its own.</summary>
    internal static string OfDifference(string line) => line switch
    {
        ['-', ..] => Red,
        ['+', ..] => Green,
        ['@', '@', ..] => Cyan,
        _ => "",
    };
}
