using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Planning.Audits;

/// <summary>A check of the finished artefacts. It cannot be waived.</summary>
/// <param name="Title">The fault in a few words.</param>
/// <param name="Why">The effect on a real cluster.</param>
internal sealed record Audit(string Code, string Title, string Why, string Hint, Func<AuditedSet, IEnumerable<(Location At, string Message)>> Check);
