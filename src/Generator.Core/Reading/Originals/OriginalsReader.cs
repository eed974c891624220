using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Model;

namespace Generator.Core.Reading.Originals;

/// <summary>Reads the folder of originals of every host that the topology names.</summary>
internal static class OriginalsReader
{
    private const string Folder = "originals/";

    internal static Outcome<Cluster> Read(Topology topology, ImmutableArray<SourceFile> originals)
    {
        var names = topology.Hosts.Select(host => host.Name.Value.Text).ToHashSet(StringComparer.Ordinal);
        var captures = ByHost(originals)
            .Where(host => names.Contains(host.Key))
            .Select(host => CaptureReader.Read(host.Key, host.Value))
            .ToArray();
        var installations = captures
            .Select(capture => capture.Result)
            .OfType<HostCapture>()
            .ToImmutableSortedDictionary(capture => capture.Host, Installation.Of, StringComparer.Ordinal);
        return Outcome.Of(new Cluster(topology, installations), captures.SelectMany(capture => capture.Findings));
    }

    private static IEnumerable<KeyValuePair<string, ImmutableSortedDictionary<string, SourceFile>>> ByHost(ImmutableArray<SourceFile> originals) =>
        from file in originals
        where file.Path.StartsWith(Folder, StringComparison.Ordinal)
        let slash = file.Path.IndexOf('/', Folder.Length)
        where slash > 0
        group (Path: file.Path[slash..], File: file) by file.Path[Folder.Length..slash] into host
        orderby host.Key
        select KeyValuePair.Create(host.Key, host.ToImmutableSortedDictionary(file => file.Path, file => file.File, StringComparer.Ordinal));
}
