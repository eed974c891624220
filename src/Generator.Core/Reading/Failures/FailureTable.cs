using System.Collections.Immutable;

namespace Generator.Core.Reading.Failures;

/// <summary>What happens when hosts die: one row for each single host, and one for each pair where two deaths differ from the worse one.</summary>
/// <param name="Rows">The rows: single hosts in the order of the topology, then pairs.</param>
public sealed record FailureTable(ImmutableArray<FailureRow> Rows);
