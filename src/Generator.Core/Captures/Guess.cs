namespace Generator.Core.Captures;

/// <summary>A value that was found on the hosts.</summary>
/// <typeparam name="T">The value.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="Evidence">Where it was found, for a comment.</param>
internal sealed record Guess<T>(T Value, string Evidence);
