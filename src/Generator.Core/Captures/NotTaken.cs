using Generator.Core.Values;

namespace Generator.Core.Captures;

/// <summary>A file that was seen and not taken.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">Why.</param>
public sealed record NotTaken(string Path, NotTakenReason Reason);
