using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Originals;

/// <summary>A file that adds to a unit or overrides it (systemd.unit(5), drop-in).</summary>
internal sealed record DropIn(string Path, SourceFile File)
{
    private const string Ending = ".conf";

    /// <summary>Whether a path is that of a drop-in: a .conf file in a folder named after a unit.</summary>
    internal static bool IsOne(string path) =>
        HostPath.FolderOf(path).EndsWith(".d", StringComparison.Ordinal) && path.EndsWith(Ending, StringComparison.Ordinal);

    /// <summary>The captured drop-ins of a service, in the order in which systemd reads them.</summary>
    internal static ImmutableArray<DropIn> Of(HostCapture capture, string unitName) =>
        [.. PathsOf(capture, unitName).Select(path => capture.Open(path) is { } file ? new DropIn(path, file) : null).OfType<DropIn>()];

    /// <summary>
    /// The paths of the drop-ins of a service, captured or only listed, by file name. For equal names the first folder counts
    /// (src/shared/dropin.c). An empty one, or a link to /dev/null, hides the others of its name.
    /// </summary>
    internal static IEnumerable<string> PathsOf(HostCapture capture, string unitName) =>
        FoldersOf(unitName)
            .SelectMany(folder => capture.In(capture.Real(folder)).Select(path => $"{folder}/{HostPath.NameOf(path)}"))
            .Where(IsOne)
            .DistinctBy(HostPath.NameOf)
            .Where(path => !InstalledUnit.HidesAt(capture, path))
            .OrderBy(HostPath.NameOf, StringComparer.Ordinal);

    // The unit's own folder and those of its prefixes, place by place; after them the folder for every service.
    private static IEnumerable<string> FoldersOf(string unitName) =>
        UnitPath.Folders.SelectMany(place => NamesOf(unitName).Select(name => $"{place}/{name}.d"))
            .Concat(UnitPath.Folders.Select(place => $"{place}/service.d"));

    private static IEnumerable<string> NamesOf(string unitName)
    {
        yield return unitName;
        var template = UnitPath.TemplateOf(unitName);
        if (template != unitName)
            yield return template;
        var prefix = unitName[..Math.Max(0, unitName.LastIndexOf('.'))].Split('@')[0];
        for (var dash = prefix.TrimEnd('-').LastIndexOf('-'); dash > 0; dash = prefix[..dash].LastIndexOf('-'))
            yield return $"{prefix[..(dash + 1)]}.service";
    }
}
