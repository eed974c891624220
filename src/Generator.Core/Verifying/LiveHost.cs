using System.Collections.Immutable;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Wire;
using Generator.Core.Verifying.Facts;

namespace Generator.Core.Verifying;

/// <summary>One host as it answered.</summary>
/// <param name="Name">Its name in the topology.</param>
/// <param name="Fault">Why it did not answer, for a person; empty if it answered.</param>
/// <param name="Records">What its engine printed.</param>
/// <param name="Report">The report of the reader; null if it did not come.</param>
public sealed record LiveHost(string Name, string Fault, ImmutableArray<EngineRecord> Records, HostReport? Report)
{
    /// <summary>How far its clock is ahead of the operator's, by the time at which its answer came; null if it is not known.</summary>
    public TimeSpan? Ahead { get; init; }

    /// <summary>What to do about a host that did not answer.</summary>
    public string Advice { get; init; } = "";

    internal bool HasAnswered => Fault.Length == 0;

    internal ImmutableArray<OnDisk> Files { get; } = [.. OnDisk.Of(Records)];

    internal ImmutableArray<RunningUnit> Units { get; } = [.. RunningUnit.Of(Records)];

    internal ImmutableArray<ApiAnswer> Answers { get; } = [.. ApiAnswer.Of(Records)];

    internal ImmutableArray<OpenPort> Ports { get; } = [.. OpenPort.Of(Records)];

    internal CapturedMachine? Machine { get; } = Report is null ? null : CapturedMachine.Of(new CapturedHost(Name, null, Report));
}
