namespace Generator.Core.Capturing.Captures;

/// <summary>A value that was found on the hosts.</summary>
/// <param name="Evidence">Where it was found, for a comment.</param>
internal sealed record Guess<T>(T Value, string Evidence);
