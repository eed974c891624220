using System.Collections.Frozen;
using System.Globalization;

namespace Generator.Core.Foundation.Flags;

/// <summary>The flags of the five components by release. The head of component-flags.tsv lists the sources of its facts.</summary>
internal static class FlagTable
{
    /// <summary>The first minor release in the table.</summary>
    internal const int FirstMinor = 16;

    /// <summary>The last minor release with all of its flags in the table.</summary>
    internal const int LastWholeMinor = 34;

    /// <summary>The last minor release in the table. After <see cref="LastWholeMinor"/> it has only the flags from the release notes.</summary>
    internal const int LastMinor = 37;

    private static readonly FrozenDictionary<string, FrozenDictionary<string, KnownFlag>> Flags = Read();

    /// <summary>The facts about a flag; null if the component has it in no known release.</summary>
    internal static KnownFlag? Find(string component, string flag) => Flags[component].GetValueOrDefault(flag);

    internal static IEnumerable<string> NamesOf(string component) => Flags[component].Keys;

    private static FrozenDictionary<string, FrozenDictionary<string, KnownFlag>> Read()
    {
        using var stream = typeof(FlagTable).Assembly.GetManifestResourceStream("component-flags.tsv")
            ?? throw new InvalidOperationException("the table is embedded");
        using var reader = new System.IO.StreamReader(stream);
        return reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('\t'))
            .GroupBy(fields => fields[0])
            .ToFrozenDictionary(
                component => component.Key,
                component => component.ToFrozenDictionary(fields => fields[1], Flag, StringComparer.Ordinal),
                StringComparer.Ordinal);
    }

    private static KnownFlag Flag(string[] fields) =>
        new(fields[2].StartsWith('~') ? null : Number(fields[2]), Number(fields[3]), ValueForm.Of(fields[4]));

    private static int? Number(string text) => text.Length == 0 ? null : int.Parse(text, CultureInfo.InvariantCulture);
}
