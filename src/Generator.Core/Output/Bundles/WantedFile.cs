using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Output.Bundles;

/// <summary>A file that an output copies unchanged from the source master, so that a bundle can contain it instead.</summary>
/// <param name="Path">The absolute path on the hosts.</param>
/// <param name="Group">The delivery group that activates it.</param>
/// <param name="Version">Its release; empty if it is not known.</param>
/// <param name="IsExecutable">Whether it is a program.</param>
internal sealed record WantedFile(string Path, string Group, Sha256 Sha256, string Version, bool IsExecutable)
{
    internal string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>All such files, each once, by path: every new master gets the same ones.</summary>
    internal static ImmutableArray<WantedFile> Of(Delivery delivery) =>
    [
        .. delivery.Files
            .Where(file => file.Class == FileClass.Identical && file.Sha256.Length > 0)
            .DistinctBy(file => (file.Group, file.Path))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => new WantedFile(file.Path, file.Group, new Sha256(file.Sha256), Release(file.Version), HasProgramBit(file.Mode))),
    ];

    // A captured release is one line of any text.
    private static string Release(string version) => Grammar.Release.IsMatch(version) ? version : "";

    // 1, 3, 5 and 7 have the x bit.
    private static bool HasProgramBit(string mode) => mode.Any(digit => (digit - '0') % 2 == 1);
}
