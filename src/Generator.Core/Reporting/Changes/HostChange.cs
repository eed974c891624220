using System.Collections.Immutable;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Reporting.Changes;

/// <summary>The differences on one host.</summary>
/// <param name="Kind">Whether the host itself is new, removed, or on both sides.</param>
/// <param name="Host">The host after the change, or before it if it is removed.</param>
/// <param name="Files">The differences, by path.</param>
public sealed record HostChange(ChangeKind Kind, DeliveryHost Host, ImmutableArray<FileChange> Files);
