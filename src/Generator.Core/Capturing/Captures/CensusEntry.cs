using System.Globalization;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Capturing.Captures;

/// <summary>Reads the record of one path on the host.</summary>
internal static class CensusEntry
{
    /// <summary>The entry; null if the line has a fault.</summary>
    internal static ReportedEntry? Of(CensusLine line) => line.Name switch
    {
        "entry dir" when line.Has("dir", "a path", "a mode", "an owner") =>
            new(line.ReadPath(2), EntryType.Dir, line.Read<Permissions>(3), line.Read<FileOwner>(4), Size: null, Sha256: null, Target: null),
        "entry link" when line.Has("link", "a path", "a target") =>
            new(line.ReadPath(2), EntryType.Link, Mode: null, Owner: null, Size: null, Sha256: null, line.Read<LinkTarget>(3).Text),
        "entry file" when line.Has("file", "a path", "a mode", "an owner", "a size", "a digest or -") =>
            new(
                line.ReadPath(2),
                EntryType.File,
                line.Read<Permissions>(3),
                line.Read<FileOwner>(4),
                Size(line),
                line.ReadOrNone<Sha256>(6),
                Target: null),
        _ => null,
    };

    private static long? Size(CensusLine line) =>
        line.Read<FileSize>(5).Text is { } size ? long.Parse(size, CultureInfo.InvariantCulture) : null;
}
