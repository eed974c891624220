using System.Collections.Immutable;

namespace Generator.Cli.Capturing;

/// <summary>The operator's options.</summary>
/// <param name="Hosts">The hosts as they were passed.</param>
/// <param name="Folder">The folder for <c>originals/</c>, and for a topology if it has none.</param>
/// <param name="Archives">Archives that the printed program has written.</param>
/// <param name="Root">The mount point of a machine's disk; null to read live hosts.</param>
/// <param name="TakesAll">Whether hosts that captured hosts name are captured, too.</param>
/// <param name="IsJson">Whether events are printed, one object per line.</param>
/// <param name="Ssh">Another ssh, with its options; null for the usual one.</param>
internal sealed record CaptureOptions(
    ImmutableArray<string> Hosts,
    string Folder,
    ImmutableArray<string> Archives,
    string? Root,
    bool TakesAll,
    bool IsJson,
    string? Ssh);
