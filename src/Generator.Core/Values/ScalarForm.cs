using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Generator.Core.Values;

/// <summary>The form of a scalar for an editor: what JSON Schema can say of its grammar.</summary>
/// <param name="Types">The JSON types that YAML makes of it.</param>
public sealed partial record ScalarForm(params ImmutableArray<string> Types)
{
    /// <summary>Any text.</summary>
    public static ScalarForm Text { get; } = new("string");

    /// <summary>A regular expression that it matches, in the dialect of ECMAScript; null for none.</summary>
    public string? Pattern { get; private init; }

    /// <summary>The words that it can be; empty for any.</summary>
    public ImmutableArray<string> Words { get; private init; } = [];

    /// <summary>The least and the greatest number; null where it is none.</summary>
    public (int Least, int Greatest)? Range { get; private init; }

    /// <summary>Text of a grammar.</summary>
    internal static ScalarForm Of(Regex grammar, params ImmutableArray<string> types) => new(types.IsEmpty ? ["string"] : types)
    {
        // .NET's anchors for the very start and the very end are ^ and $ there, and the names of groups say nothing.
        Pattern = GroupName.Replace(grammar.ToString(), "(").Replace("\\A", "^", StringComparison.Ordinal).Replace("\\z", "$", StringComparison.Ordinal),
    };

    [GeneratedRegex(@"\(\?<\w+>")]
    private static partial Regex GroupName { get; }

    /// <summary>A number in a range.</summary>
    internal static ScalarForm Of(int least, int greatest) => new("integer") { Range = (least, greatest) };

    /// <summary>One of some words.</summary>
    internal static ScalarForm OneOf(params ImmutableArray<string> words) => new("string") { Words = words };
}
