using System.Collections.Immutable;
using System.Text;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Binding;
using Generator.Core.Reading.Originals;
using Generator.Tests.Support;

namespace Generator.Tests.Capturing;

/// <summary>Captured hosts for the tests, made from the originals of a case, and originals made from captured hosts.</summary>
internal static class Hosts
{
    /// <summary>Every host of a case that has originals, reached as the runbook says.</summary>
    internal static ImmutableArray<CapturedHost> Of(Case golden)
    {
        var topology = YamlReader.Read(golden.Input.Topology, YamlLimits.Written).Then(TopologyBinder.Bind).Whole();
        return Of(
            golden.Originals(),
            topology.Hosts.DistinctBy(host => host.Name.Value)
                .ToDictionary(host => host.Name.Value.Text, host => host.Address.Value.Text, StringComparer.Ordinal));
    }

    private static ImmutableArray<CapturedHost> Of(ImmutableArray<SourceFile> originals, Dictionary<string, string> addresses) =>
    [
        .. from file in originals
           let parts = file.Path.Split('/', 3)
           where addresses.ContainsKey(parts[1])
           group (Path: $"/{parts[2]}", File: file) by parts[1] into host
           orderby host.Key
           select Of(
               CaptureReader.Read(host.Key, host.ToImmutableSortedDictionary(file => file.Path, file => file.File, StringComparer.Ordinal)).Whole(),
               addresses[host.Key]),
    ];

    internal static CapturedHost Of(HostCapture capture, string address, Distro distro = Distro.Rhel) => new(
        capture.Host,
        new ReachedHost("root", address, 36022),
        Report(capture.Host) with
        {
            Distro = distro,
            Entries = [.. capture.Inventory.Values.Select(Entry)],
            Files = capture.Files,
        });

    /// <summary>A host on which nothing was found.</summary>
    internal static CapturedHost Empty(string name) => new(name, null, Report(name));

    /// <summary>A host with these files and nothing else.</summary>
    internal static CapturedHost With(string name, params (string Path, string Text)[] files) => new(name, null, Report(name) with
    {
        Entries = [
            .. files.Select(file => new ReportedEntry(
                file.Path,
                EntryType.File,
                new Permissions("0644"),
                new FileOwner("root:root"),
                1,
                Sha256.Of(Encoding.UTF8.GetBytes(file.Text)),
                null)),
        ],
        Files = files.ToImmutableSortedDictionary(
            file => file.Path, file => new SourceFile(file.Path, Encoding.UTF8.GetBytes(file.Text)), StringComparer.Ordinal),
    });

    /// <summary>The folder of originals of some hosts.</summary>
    internal static ImmutableArray<SourceFile> Originals(IEnumerable<CapturedHost> hosts) => [.. hosts.SelectMany(Originals)];

    internal static IEnumerable<SourceFile> Originals(CapturedHost host) =>
        host.Report.Files.Select(file => new SourceFile($"originals/{host.Name}{file.Key}", file.Value.Bytes))
            .Append(new SourceFile($"originals/{host.Name}/capture.json", Encoding.UTF8.GetBytes(Inventory(host))));

    private static HostReport Report(string name) =>
        new(
            new DnsLabel(name),
            "x86_64",
            Distro.Rhel,
            ReaderPrivilege.Root,
            [],
            ImmutableSortedDictionary.Create<string, SourceFile>(StringComparer.Ordinal));

    private static ReportedEntry Entry(InventoryEntry entry) => new(
        entry.Path,
        entry.Type,
        entry.Type == EntryType.Link ? null : entry.Mode,
        entry.Type == EntryType.Link ? null : entry.Owner,
        null,
        entry.Sha256,
        entry.Target)
    {
        PublicKeySha256 = entry.PublicKeySha256,
        Subject = entry.Subject,
        Version = entry.Version,
    };

    private static string Inventory(CapturedHost host) =>
        $$"""{"apiVersion": "haplane.capture/v1", "host": "{{host.Name}}", "architecture": "x86_64","""
            + $$""" "files": [{{string.Join(",\n", host.Report.Entries.Select(Json))}}]}""";

    private static string Json(ReportedEntry entry)
    {
        var fields = new (string Key, string? Value)[]
        {
            ("path", entry.Path), (
                "type",
                entry.Type.ToString().ToLowerInvariant()), ("mode", entry.Mode?.Text), ("owner", entry.Owner?.Text), ("sha256", entry.Sha256?.Text),
            ("target", entry.Target), ("publicKeySha256", entry.PublicKeySha256?.Text), ("subject", entry.Subject), ("version", entry.Version),
        };
        return $"{{{string.Join(", ", fields.Where(field => field.Value is not null).Select(field => $"\"{field.Key}\": \"{field.Value}\""))}}}";
    }
}
