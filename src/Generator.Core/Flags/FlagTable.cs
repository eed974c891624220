using System.Collections.Frozen;
using System.Globalization;

namespace Generator.Core.Flags;

/// <summary>
/// The flags of the five components from Kubernetes 1.16 to 1.34, from the command line references and changelogs of these releases
/// (kubernetes.io, "Component tools"). When a flag came is known to a release or so, so only its end and its name are judged by.
/// </summary>
internal static class FlagTable
{
    /// <summary>The first release that the table knows.</summary>
    internal const int FirstMinor = 16;

    /// <summary>The last release that the table knows.</summary>
    internal const int LastMinor = 34;

    private static readonly FrozenDictionary<string, FrozenDictionary<string, int>> LastMinors = Read();

    /// <summary>The last minor release that has a flag; null for a flag that the component never had.</summary>
    internal static int? LastMinorOf(string component, string flag) =>
        LastMinors[component].TryGetValue(flag, out var minor) ? minor : null;

    /// <summary>The names of a component's flags.</summary>
    internal static IEnumerable<string> NamesOf(string component) => LastMinors[component].Keys;

    private static FrozenDictionary<string, FrozenDictionary<string, int>> Read()
    {
        using var stream = typeof(FlagTable).Assembly.GetManifestResourceStream("component-flags.tsv") ?? throw new InvalidOperationException("the table is embedded");
        using var reader = new System.IO.StreamReader(stream);
        return reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('\t'))
            .GroupBy(fields => fields[0])
            .ToFrozenDictionary(
                component => component.Key,
                component => component.ToFrozenDictionary(fields => fields[1], fields => int.Parse(fields[3], CultureInfo.InvariantCulture), StringComparer.Ordinal),
                StringComparer.Ordinal);
    }
}
