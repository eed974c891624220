using System.Collections.Immutable;

namespace Generator.Core.Output.Bundles;

/// <summary>The files of a bundle outside of the output.</summary>
/// <param name="Files">The files that would otherwise be copied from the source master, by path.</param>
/// <param name="Packages">Packages of a distribution, by path.</param>
/// <param name="FromSource">The paths on the hosts that are still copied from the source master.</param>
public sealed record Payload(ImmutableArray<CarriedFile> Files, ImmutableArray<CarriedFile> Packages, ImmutableArray<string> FromSource)
{
    /// <summary>The offered files that no host needs, by path.</summary>
    public ImmutableArray<string> LeftOut { get; init; } = [];

    /// <summary>All files and packages.</summary>
    public IEnumerable<CarriedFile> All => Files.Concat(Packages);
}
