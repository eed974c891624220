using System.Collections.Immutable;
using System.Reflection;

namespace Generator.Cli.Usage;

/// <summary>The texts inside this program, by folder.</summary>
internal static class EmbeddedPages
{
    /// <summary>The names of the texts of a folder, in order.</summary>
    internal static ImmutableArray<string> Names(string folder) =>
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith($"{folder}/", StringComparison.Ordinal))
            .Select(name => name[(folder.Length + 1)..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A text.</summary>
    /// <exception cref="InvalidOperationException">There is none with this name.</exception>
    internal static string Read(string folder, string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{folder}/{name}")
            ?? throw new InvalidOperationException($"{folder}/{name} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
