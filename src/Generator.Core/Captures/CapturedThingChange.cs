using System.Collections.Immutable;

namespace Generator.Core.Captures;

/// <summary>What changed of a file, a folder, a link or a service of a host; or of the host as a whole.</summary>
/// <param name="Name">The path, the unit's name, or the host's.</param>
/// <param name="State">Whether it was added, removed or changed.</param>
/// <param name="Details">What capture.json says of it that is different.</param>
/// <param name="Diff">The difference of its text, where it was captured both times; else empty.</param>
public sealed record CapturedThingChange(string Name, CapturedThingState State, ImmutableArray<CapturedDetail> Details, ReadOnlyMemory<byte> Diff);

/// <summary>A value of capture.json before and after.</summary>
/// <param name="Key">Its key, such as <c>mode</c>.</param>
/// <param name="Before">The value before; empty where there was none.</param>
/// <param name="After">The value after; empty where there is none.</param>
public sealed record CapturedDetail(string Key, string Before, string After);

/// <summary>How a thing of one capture is related to the other capture.</summary>
public enum CapturedThingState
{
    /// <summary>Only the later capture has it.</summary>
    Added,

    /// <summary>Only the earlier capture has it.</summary>
    Removed,

    /// <summary>Both have it, and it is not the same.</summary>
    Changed,
}
