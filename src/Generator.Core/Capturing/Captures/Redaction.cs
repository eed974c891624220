namespace Generator.Core.Capturing.Captures;

/// <summary>A secret that the reader has replaced.</summary>
/// <param name="Line">The line in the captured file, from 1.</param>
/// <param name="Rule">How it was recognized as a secret: by a key such as <c>client-key-data</c>, or by its form.</param>
public sealed record Redaction(string Path, int Line, string Rule);
