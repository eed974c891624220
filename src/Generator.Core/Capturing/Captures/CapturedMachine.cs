using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>A captured host, and the components that its files start.</summary>
internal sealed record CapturedMachine(CapturedHost Host, Installation Installation)
{
    internal string Name => Host.Name;

    internal HostReport Report => Host.Report;

    internal HostCapture Capture => Installation.Capture;

    /// <summary>Whether it has the unit of a component, and systemd does not report that unit as disabled.</summary>
    internal bool Runs(ComponentKind kind) =>
        Installation.Find(kind) is { } component ? !IsOff(component.UnitName) : Installation.IsUnknown(kind);

    /// <summary>A flag of a component that it runs; null if it has none.</summary>
    internal Foundation.Syntax.Flag? Flag(ComponentKind kind, string name) => Installation.Find(kind)?.Find(name);

    internal static CapturedMachine Of(CapturedHost host)
    {
        var capture = new HostCapture(host.Name, new SourceFile($"originals/{host.Name}/capture.json", default), Inventory(host), Files(host));
        return new CapturedMachine(host, Installation.Of(capture));
    }

    private bool IsOff(string unit) =>
        Report.Units.Any(seen => seen.Name == unit && seen is { Active: "inactive" or "failed", Enabled: "disabled" or "masked" });

    private static ImmutableSortedDictionary<string, InventoryEntry> Inventory(CapturedHost host)
    {
        var at = Location.StartOf(new SourceFile($"originals/{host.Name}/capture.json", default));
        return host.Report.Entries
            .DistinctBy(entry => entry.Path)
            .ToImmutableSortedDictionary(entry => entry.Path, entry => Entry(entry, at), StringComparer.Ordinal);
    }

    private static InventoryEntry Entry(ReportedEntry entry, Location at) => new(
        entry.Path,
        entry.Type,
        entry.Mode ?? new Permissions("0777"),
        entry.Owner ?? new FileOwner("root:root"),
        entry.Sha256,
        entry.Target,
        entry.PublicKeySha256,
        entry.Subject,
        entry.Version,
        at);

    // Under the name of its folder in originals, so that evidence can name host and path.
    private static ImmutableSortedDictionary<string, SourceFile> Files(CapturedHost host) =>
        host.Report.Files.ToImmutableSortedDictionary(
            file => file.Key,
            file => new SourceFile($"originals/{host.Name}{file.Key}", file.Value.Bytes),
            StringComparer.Ordinal);
}
