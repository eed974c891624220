using System.Text.RegularExpressions;

namespace Generator.Core.Originals;

/// <summary>Finds what a template leaves in a file that nobody filled in.</summary>
internal static partial class Placeholder
{
    /// <summary>The first placeholder in a flag's value; null where there is none. systemd expands no variable inside a value.</summary>
    internal static string? In(string value) => Pattern.Match(value) is { Success: true } match ? match.Value : null;

    [GeneratedRegex(@"\{\{.*?(\}\}|$)|\{%.*?(%\}|$)|\$\{?[A-Za-z_][A-Za-z0-9_]*\}?|##[A-Za-z_]+##|__[A-Z][A-Z0-9_]*__|<[A-Za-z][A-Za-z _-]*>")]
    private static partial Regex Pattern { get; }
}
