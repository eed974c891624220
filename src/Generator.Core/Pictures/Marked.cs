namespace Generator.Core.Pictures;

/// <summary>Something of a cluster, and what a change does to it.</summary>
/// <typeparam name="T">The thing.</typeparam>
/// <param name="Value">The thing: as it is afterwards, or as it was where it is removed.</param>
/// <param name="Mark">What the change does to it.</param>
internal sealed record Marked<T>(T Value, Mark Mark);
