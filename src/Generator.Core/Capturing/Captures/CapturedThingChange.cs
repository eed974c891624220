using System.Collections.Immutable;

namespace Generator.Core.Capturing.Captures;

/// <summary>What changed about a file, a folder, a link or a service of a host, or about the host as a whole.</summary>
/// <param name="Name">The path, the unit's name, or the host's.</param>
/// <param name="Details">The values in capture.json that differ.</param>
/// <param name="Diff">The difference of its text if it was captured both times, else empty.</param>
public sealed record CapturedThingChange(string Name, CapturedThingState State, ImmutableArray<CapturedDetail> Details, ReadOnlyMemory<byte> Diff);

/// <summary>A value of capture.json before and after.</summary>
/// <param name="Key">Its key, such as <c>mode</c>.</param>
/// <param name="Before">The value before; empty if there was none.</param>
/// <param name="After">The value after; empty if there is none.</param>
public sealed record CapturedDetail(string Key, string Before, string After);

/// <summary>How an entry of one capture relates to the other capture.</summary>
public enum CapturedThingState
{
    /// <summary>Only the later capture has it.</summary>
    Added,

    /// <summary>Only the earlier capture has it.</summary>
    Removed,

    /// <summary>Both have it, with a difference.</summary>
    Changed,
}
