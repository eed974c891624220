namespace Generator.Core.Foundation.Diagnostics;

/// <summary>A fault that is found while files are read or compared, before any rule runs: one file, one code, one page.</summary>
/// <param name="Code">The code.</param>
/// <param name="Title">The fault in a few words.</param>
/// <param name="Why">What goes wrong with it.</param>
/// <param name="Hint">What to do, one sentence without a final stop.</param>
internal sealed record Fault(string Code, string Title, string Why, string Hint)
{
    internal Severity Severity { get; init; } = Severity.Error;

    /// <summary>Whether it is found where no topology is read, so that none can waive it.</summary>
    internal bool HasNoTopology { get; init; }

    /// <summary>A text of a good topology, and the one that gives it the fault; null where an example would teach nothing.</summary>
    internal (string Good, string Bad)? Example { get; init; }

    internal Diagnostic At(Location at, string message, string? hint = null) => new(Code, Severity, message, at, hint ?? Hint);

    internal Diagnostic At(string file, string message, string? hint = null) =>
        At(Location.StartOf(new SourceFile(file, default)), message, hint);

    // A whole block under carets would hide where the fault is.
    internal Diagnostic AtStart(Location at, string message, string? hint = null) =>
        At(at with { Span = new ByteSpan(at.Span.Start, Math.Min(at.Span.Start + 1, at.File.Bytes.Length)) }, message, hint);

    internal Diagnostic AtShort(Location at, string message, string? hint = null) =>
        at.Span.Length > 80 ? AtStart(at, message, hint) : At(at, message, hint);

    /// <summary>A fault in what a host sent: the line may hold a secret, so it is not shown.</summary>
    internal Diagnostic OnSecret(Location at, string message, string? hint = null) => At(at, message, hint) with { IsOnSecret = true };
}
