using System.Collections.Frozen;
using System.Collections.Immutable;
using Generator.Core.Foundation.Templating;
using Generator.Core.Foundation.Values;
using Generator.Core.Rollout;

namespace Generator.Core.Output.Languages;

/// <summary>
/// Translates what people read of an output. The English text is the source; a text without a phrase stays as it is, as a path or a name does.
/// A table of phrases is pairs of lines, the English one first; the first phrase that fits is taken.
/// </summary>
internal sealed class Phrasebook
{
    private readonly FrozenDictionary<string, Phrase> _whole;
    private readonly ImmutableArray<Phrase> _patterns;

    private Phrasebook(ImmutableArray<Phrase> phrases)
    {
        _whole = phrases.Where(phrase => !HasPlaceholder(phrase)).ToFrozenDictionary(phrase => phrase.English, StringComparer.Ordinal);
        _patterns = [.. phrases.Where(HasPlaceholder)];
    }

    /// <summary>The phrases of a language, in the order of their table; none for English.</summary>
    internal static ImmutableArray<Phrase> PhrasesOf(Language language) => language == Language.En ? [] :
    [
        .. Templates.Embedded($"languages/{new Choice<Language>(language)}.txt")
            .Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Chunk(2)
            .Select(pair => Phrase.Of(pair[0], pair[1])),
    ];

    internal static Phrasebook Of(Language language) => new(PhrasesOf(language));

    /// <summary>A text in the language.</summary>
    internal string Translate(string text) => _whole.TryGetValue(text, out var phrase)
        ? phrase.Translation
        : _patterns.Select(pattern => pattern.Translate(text, Translate)).FirstOrDefault(translated => translated is not null) ?? text;

    /// <summary>A rollout whose titles, advice and remarks are in the language. A driver shows them and decides nothing by them.</summary>
    internal RolloutPlan Translate(RolloutPlan plan) => plan with
    {
        Remarks = [.. plan.Remarks.Select(Translate)],
        Steps = [.. plan.Steps.Select(step => step with { Title = Translate(step.Title), Advice = Translate(step.Advice) })],
    };

    private static bool HasPlaceholder(Phrase phrase) => !Phrase.PlaceholdersOf(phrase.English).IsEmpty;
}
