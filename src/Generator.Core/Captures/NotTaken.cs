using Generator.Core.Values;

namespace Generator.Core.Captures;

/// <summary>A file that was found but not captured.</summary>
public sealed record NotTaken(string Path, NotTakenReason Reason);
