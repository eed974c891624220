using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>
/// Lays out <c>originals/HOST/…</c>: the captured files at their absolute paths, and capture.json. It contains no time, so an unchanged host
/// gives the same bytes.
/// </summary>
internal static class CaptureFolder
{
    internal const string Folder = "originals/";

    internal static FileTree LayOut(ImmutableArray<CapturedHost> hosts, ImmutableArray<SourceFile> earlier)
    {
        var same = SameSecrets.Of(hosts, Known(hosts, earlier));
        var files = hosts.SelectMany(host => Files(host, same));
        return new FileTree(files.ToImmutableSortedDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal));
    }

    private static IEnumerable<KeyValuePair<string, TreeFile>> Files(CapturedHost host, SameSecrets same) =>
        host.Report.Files
            .Select(file => (file.Key, Content: file.Value.Bytes))
            .Append((CaptureReader.InventoryName, CaptureJson.Of(host, same)))
            .Select(file => KeyValuePair.Create($"{Folder}{host.Name}{file.Item1}", new TreeFile(file.Item2, IsExecutable: false)));

    // A file that cannot be read is ignored; it is about to be replaced.
    private static ImmutableArray<HostCapture> Known(ImmutableArray<CapturedHost> hosts, ImmutableArray<SourceFile> earlier) =>
    [
        .. from host in hosts
           let file = earlier.FirstOrDefault(file => file.Path == $"{Folder}{host.Name}{CaptureReader.InventoryName}")
           where file is not null
           let read = CaptureReader.Read(host.Name, ImmutableSortedDictionary<string, SourceFile>.Empty.Add(CaptureReader.InventoryName, file)).Result
           where read is not null
           select read,
    ];
}
