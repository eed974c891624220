using System.Collections.Immutable;
using Generator.Core.Deliveries;

namespace Generator.Core.Changes;

/// <summary>What is otherwise on one host.</summary>
/// <param name="Kind">Whether the host itself is new, gone, or there on both sides.</param>
/// <param name="Host">The host: as it will be, or as it was where it is gone.</param>
/// <param name="Files">What is otherwise, by path.</param>
public sealed record HostChange(ChangeKind Kind, DeliveryHost Host, ImmutableArray<FileChange> Files);
