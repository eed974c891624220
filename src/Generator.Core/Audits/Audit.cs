using Generator.Core.Diagnostics;

namespace Generator.Core.Audits;

/// <summary>A rule about the finished artefacts: what must never leave the compiler. It cannot be waived.</summary>
/// <param name="Code">The code.</param>
/// <param name="Title">The fault in a few words.</param>
/// <param name="Why">What would go wrong on a real cluster.</param>
/// <param name="Hint">What to do.</param>
/// <param name="Check">Finds the fault.</param>
internal sealed record Audit(string Code, string Title, string Why, string Hint, Func<AuditedSet, IEnumerable<(Location At, string Message)>> Check);
