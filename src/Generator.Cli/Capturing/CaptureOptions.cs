using System.Collections.Immutable;

namespace Generator.Cli.Capturing;

/// <summary>What the operator has asked for.</summary>
/// <param name="Hosts">The hosts, as they were given.</param>
/// <param name="Folder">The folder that gets <c>originals/</c>, and a topology where it has none.</param>
/// <param name="Archives">Archives that the printed program has written.</param>
/// <param name="Root">Where the disk of a machine is mounted; null to read live hosts.</param>
/// <param name="TakesAll">Whether hosts that captured ones name are captured, too.</param>
/// <param name="IsJson">Whether events are printed, an object a line.</param>
/// <param name="Ssh">Another ssh, with its options; null for the usual one.</param>
internal sealed record CaptureOptions(
    ImmutableArray<string> Hosts,
    string Folder,
    ImmutableArray<string> Archives,
    string? Root,
    bool TakesAll,
    bool IsJson,
    string? Ssh);
