using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Originals;

/// <summary>A service as systemd finds it on a host.</summary>
/// <param name="Name">Its name; that of the instance, for one of a template.</param>
/// <param name="Path">The path of its file.</param>
/// <param name="File">The content; null if it was not captured.</param>
/// <param name="IsMasked">Whether it cannot run: an empty file, or a link to /dev/null.</param>
internal sealed record InstalledUnit(string Name, string Path, SourceFile? File, bool IsMasked)
{
    private static readonly Sha256 Empty = Sha256.Of([]);

    /// <summary>The link that starts an instance of a template; null for any other unit.</summary>
    internal string? Link { get; init; }

    /// <summary>Whether it is a template without an instance, which systemd does not start.</summary>
    internal bool IsTemplate => UnitPath.IsTemplate(Name);

    /// <summary>Every service of a host, by name. A link to a unit of another name is not a separate unit.</summary>
    internal static IEnumerable<InstalledUnit> Of(HostCapture capture)
    {
        var found = UnitPath.Folders.SelectMany(folder => capture.In(capture.Real(folder)).Select(path => $"{folder}/{HostPath.NameOf(path)}"))
            .Where(UnitPath.IsService)
            .DistinctBy(HostPath.NameOf)
            .Where(path => !IsAlias(capture, path))
            .ToDictionary(HostPath.NameOf, StringComparer.Ordinal);
        var instances = InstancesOf(capture)
            .Where(instance => !found.ContainsKey(instance.Name) && found.ContainsKey(UnitPath.TemplateOf(instance.Name)))
            .ToArray();
        var started = instances.Select(instance => UnitPath.TemplateOf(instance.Name)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. found.Where(unit => !started.Contains(unit.Key))
                .OrderBy(unit => unit.Key, StringComparer.Ordinal)
                .Select(unit => New(capture, unit.Key, unit.Value)),
            .. instances.Select(instance => New(capture, instance.Name, found[UnitPath.TemplateOf(instance.Name)]) with { Link = instance.Link }),
        ];
    }

    /// <summary>Whether a unit or drop-in is disabled.</summary>
    internal static bool HidesAt(HostCapture capture, string path)
    {
        var real = capture.Real(path);
        return real == "/dev/null" || capture.Open(path) is { Bytes.IsEmpty: true } || capture.Seen(real)?.Sha256 == Empty;
    }

    private static InstalledUnit New(HostCapture capture, string name, string path) => new(name, path, capture.Open(path), HidesAt(capture, path));

    private static bool IsAlias(HostCapture capture, string path) =>
        capture.Real(path) is var real && HostPath.NameOf(real) != HostPath.NameOf(path) && UnitPath.IsService(real);

    // systemctl enable name@x.service creates such a link.
    private static IEnumerable<(string Name, string Link)> InstancesOf(HostCapture capture) =>
        from entry in capture.Inventory.Values
        let folder = HostPath.FolderOf(entry.Path)
        where entry.Type == EntryType.Link
            && (folder.EndsWith(".wants", StringComparison.Ordinal) || folder.EndsWith(".requires", StringComparison.Ordinal))
            && UnitPath.Folders.Contains(HostPath.FolderOf(folder))
        let name = HostPath.NameOf(entry.Path)
        where name.EndsWith(".service", StringComparison.Ordinal) && UnitPath.TemplateOf(name) != name
        group entry.Path by name into same
        select (same.Key, same.First());
}
