using System.Collections.Immutable;

namespace Generator.Core.Bundles;

/// <summary>What a bundle carries beside the result.</summary>
/// <param name="Files">What would be copied from the source otherwise, by path.</param>
/// <param name="Packages">Packages of a distribution, by path.</param>
/// <param name="FromSource">The paths on the hosts that are copied from the source still.</param>
public sealed record Payload(ImmutableArray<CarriedFile> Files, ImmutableArray<CarriedFile> Packages, ImmutableArray<string> FromSource)
{
    /// <summary>What was offered and no host needs, by path.</summary>
    public ImmutableArray<string> LeftOut { get; init; } = [];

    /// <summary>All that is carried.</summary>
    public IEnumerable<CarriedFile> All => Files.Concat(Packages);
}
