using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Generator.Core.Output.Languages;

/// <summary>A sentence or a part of one in two languages. <c>{name}</c> stands for any text, which is itself translated where it is known.</summary>
internal sealed partial class Phrase
{
    private readonly Regex _english;

    private Phrase(string english, string translation, Regex pattern) => (English, Translation, _english) = (english, translation, pattern);

    /// <summary>The English text.</summary>
    internal string English { get; }

    /// <summary>The text in the other language.</summary>
    internal string Translation { get; }

    /// <summary>The names of the placeholders of a text, in order.</summary>
    internal static ImmutableArray<string> PlaceholdersOf(string text) => [.. Placeholder().Matches(text).Select(match => match.Groups[1].Value)];

    internal static Phrase Of(string english, string translation)
    {
        var pattern = string.Concat(Placeholder().Split(english).Select((part, i) => i % 2 == 0 ? Regex.Escape(part) : $"(?<{part}>.+?)"));
        return new Phrase(english, translation, new Regex($@"\A{pattern}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture));
    }

    /// <summary>The translation of a text; null where this phrase is not its form.</summary>
    /// <param name="text">The English text.</param>
    /// <param name="inner">Translates what a placeholder stands for.</param>
    internal string? Translate(string text, Func<string, string> inner) =>
        _english.Match(text) is { Success: true } match
            ? Placeholder().Replace(Translation, found => inner(match.Groups[found.Groups[1].Value].Value))
            : null;

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Placeholder();
}
