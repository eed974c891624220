using System.Collections.Immutable;

namespace Generator.Core.Output.Pictures;

/// <summary>A part of the cluster: a band with a name.</summary>
/// <param name="Grids">Its contents, from top to bottom.</param>
internal sealed record Tier(string Name, ImmutableArray<Grid> Grids);
