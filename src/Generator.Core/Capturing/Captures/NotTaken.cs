using Generator.Core.Foundation.Values;

namespace Generator.Core.Capturing.Captures;

/// <summary>A file that was found but not captured.</summary>
public sealed record NotTaken(string Path, NotTakenReason Reason);
