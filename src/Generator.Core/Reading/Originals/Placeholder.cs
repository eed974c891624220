using System.Text.RegularExpressions;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>Finds placeholders of a template that were never filled in.</summary>
internal static partial class Placeholder
{
    /// <summary>The first placeholder in a flag's value; null if there is none. systemd expands no variable inside a value.</summary>
    internal static string? In(string value) => Pattern.Match(value) is { Success: true } match ? match.Value : null;

    /// <summary>The first placeholder in a value of a unit, where a dollar sign belongs to systemd; null if there is none.</summary>
    internal static MappedText? InUnit(MappedText value) =>
        UnitPattern.Match(value.Chars) is { Success: true } match ? value.Slice(match.Index, match.Length) : null;

    [GeneratedRegex(
        @"\{\{.*?(\}\}|$)|\{%.*?(%\}|$)|\$\{?[A-Za-z_][A-Za-z0-9_]*\}?|\$\([^)]*\)"
        + @"|@@?[A-Z][A-Z0-9_]*@@?|##[A-Za-z_]+##|__[A-Z][A-Z0-9_]*__|<[A-Za-z][A-Za-z _-]*>")]
    private static partial Regex Pattern { get; }

    [GeneratedRegex(@"\{\{.*?(\}\}|$)|\{%.*?(%\}|$)|##[A-Za-z_]+##|__[A-Z][A-Z0-9_]*__|<[A-Za-z][A-Za-z _-]*>|@[A-Z][A-Z0-9_]*@")]
    private static partial Regex UnitPattern { get; }
}
