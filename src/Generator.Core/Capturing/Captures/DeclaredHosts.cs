using System.Collections.Immutable;

namespace Generator.Core.Capturing.Captures;

/// <summary>The hosts of a topology that may still be undecided or have faults elsewhere.</summary>
/// <param name="All">The hosts whose name and address can be read.</param>
public sealed record DeclaredHosts(ImmutableArray<DeclaredHost> All);
