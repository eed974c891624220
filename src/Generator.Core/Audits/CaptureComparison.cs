using System.Collections.Immutable;

namespace Generator.Core.Audits;

/// <summary>What a rollout would change on the hosts that were captured. A cluster that is built as it is shows no difference.</summary>
/// <param name="Hosts">How many of its hosts were captured.</param>
/// <param name="Differences">The files that would change.</param>
public sealed record CaptureComparison(int Hosts, ImmutableArray<CaptureDifference> Differences);

/// <summary>A file of a host that a rollout would change.</summary>
/// <param name="Host">The host.</param>
/// <param name="Path">The file.</param>
/// <param name="What">What would change, in plain words. It holds no secret.</param>
public sealed record CaptureDifference(string Host, string Path, string What);
