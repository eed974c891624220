using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Generator.Core.Foundation.Values;

/// <summary>The form of a scalar for an editor: its grammar as far as JSON Schema can describe it.</summary>
/// <param name="Types">Its JSON types.</param>
public sealed partial record ScalarForm(params ImmutableArray<string> Types)
{
    /// <summary>Any text.</summary>
    public static ScalarForm Text { get; } = new("string");

    /// <summary>A regular expression for it, in the dialect of ECMAScript; null for none.</summary>
    public string? Pattern { get; private init; }

    /// <summary>The allowed words; empty for any.</summary>
    public ImmutableArray<string> Words { get; private init; } = [];

    /// <summary>The smallest and the largest number; null if it is not a number.</summary>
    public (int Least, int Greatest)? Range { get; private init; }

    /// <summary>Text with a grammar.</summary>
    internal static ScalarForm Of(Regex grammar, params ImmutableArray<string> types) => new(types.IsEmpty ? ["string"] : types)
    {
        // ECMAScript uses ^ and $ for .NET's anchors of the very start and end, and the names of groups have no meaning there.
        Pattern = GroupName.Replace(grammar.ToString(), "(")
            .Replace("\\A", "^", StringComparison.Ordinal)
            .Replace("\\z", "$", StringComparison.Ordinal),
    };

    [GeneratedRegex(@"\(\?<\w+>")]
    private static partial Regex GroupName { get; }

    /// <summary>A number in a range.</summary>
    internal static ScalarForm Of(int least, int greatest) => new("integer") { Range = (least, greatest) };

    /// <summary>One of some words.</summary>
    internal static ScalarForm OneOf(params ImmutableArray<string> words) => new("string") { Words = words };
}
