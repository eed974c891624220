using System.Collections.Immutable;

namespace Generator.Core.Pictures;

/// <summary>A part of the cluster: a band with a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Grids">What stands in it, from top to bottom.</param>
internal sealed record Tier(string Name, ImmutableArray<Grid> Grids);
