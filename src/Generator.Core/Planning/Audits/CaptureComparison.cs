using System.Collections.Immutable;

namespace Generator.Core.Planning.Audits;

/// <summary>The changes that a rollout would make on the captured hosts. A cluster that is built as it is has none.</summary>
/// <param name="Hosts">The number of captured hosts.</param>
public sealed record CaptureComparison(int Hosts, ImmutableArray<CaptureDifference> Differences);

/// <summary>A file of a host that a rollout would change.</summary>
/// <param name="What">The change in plain words. It contains no secret.</param>
public sealed record CaptureDifference(string Host, string Path, string What);
