using System.Collections.Immutable;
using Generator.Core.Artefacts;
using Generator.Core.Deliveries;
using Generator.Core.Values;

namespace Generator.Core.Bundles;

/// <summary>A file that a result copies from the source unchanged, so that a bundle can carry it instead.</summary>
/// <param name="Path">The absolute path on the hosts.</param>
/// <param name="Group">With what it goes into use.</param>
/// <param name="Sha256">Its digest.</param>
/// <param name="Version">Its release; empty where that is not known.</param>
/// <param name="IsExecutable">Whether it is a program.</param>
internal sealed record WantedFile(string Path, string Group, Sha256 Sha256, string Version, bool IsExecutable)
{
    internal string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>All of them, each once, by path: every new master gets the same.</summary>
    internal static ImmutableArray<WantedFile> Of(Delivery delivery) =>
    [
        .. delivery.Files
            .Where(file => file.Class == FileClass.Identical && file.Sha256.Length > 0)
            .DistinctBy(file => (file.Group, file.Path))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => new WantedFile(file.Path, file.Group, new Sha256(file.Sha256), Release(file.Version), HasProgramBit(file.Mode))),
    ];

    // What was captured is one line of any text.
    private static string Release(string version) => Grammar.Release.IsMatch(version) ? version : "";

    // 1, 3, 5 and 7 have the x bit.
    private static bool HasProgramBit(string mode) => mode.Any(digit => (digit - '0') % 2 == 1);
}
