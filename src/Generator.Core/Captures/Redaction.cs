namespace Generator.Core.Captures;

/// <summary>A secret that the reader has replaced.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line in the file as it was taken, from 1.</param>
/// <param name="Rule">What showed that it is a secret: a key such as <c>client-key-data</c>, or its form.</param>
public sealed record Redaction(string Path, int Line, string Rule);
