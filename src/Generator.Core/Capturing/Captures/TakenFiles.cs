using Generator.Core.Capturing.Captures.Faults;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>The files in a report, each of which it has to list.</summary>
/// <param name="entries">Its entries, by path.</param>
internal sealed class TakenFiles(SourceFile census, IReadOnlyDictionary<string, ReportedEntry> entries)
{
    // The reader captures files of up to a mebibyte, and the word that replaces a secret may be longer than the secret.
    private const int MostBytes = 2 << 20;

    /// <summary>The fault of one of them; null if there is none.</summary>
    internal Diagnostic? Check(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) =>
        files.OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => (Path: file.Key, Problem: Problem(file.Key, file.Value.Length)))
            .Where(file => file.Problem is not null)
            .Select(file => UnlistedFile.At(Location.StartOf(census), Quoted.Text(file.Path), file.Problem ?? ""))
            .FirstOrDefault();

    private string? Problem(string path, int length) => path switch
    {
        _ when !CapturedPath.TryParse(path, out _) || HostPath.Resolve("/", path) != path || path == "/" =>
            "its path is not an absolute path without a detour",
        _ when entries.GetValueOrDefault(path) is not { Type: EntryType.File } => "its list has no file of that path",
        CaptureReader.InventoryName => "its path is that of capture.json in the folder of the host",
        _ when length > MostBytes => $"it has {length} bytes, but at most {MostBytes} are allowed",
        _ => null,
    };
}
