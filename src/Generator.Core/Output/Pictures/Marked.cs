namespace Generator.Core.Output.Pictures;

/// <summary>A part of a cluster, and the effect of a change on it.</summary>
/// <typeparam name="T">The type of the part.</typeparam>
/// <param name="Value">The part: after the change, or before it if it is removed.</param>
internal sealed record Marked<T>(T Value, Mark Mark);
