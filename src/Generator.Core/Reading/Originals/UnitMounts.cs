using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Originals;

/// <summary>The paths that systemd mounts or protects for a service: it does not start without them (systemd.exec(5), 226/NAMESPACE).</summary>
internal static class UnitMounts
{
    private static readonly string[] Bound = ["BindPaths", "BindReadOnlyPaths"];
    private static readonly string[] Protected = ["ReadWritePaths", "ReadOnlyPaths", "InaccessiblePaths", "ExecPaths", "NoExecPaths"];

    internal static IEnumerable<UnitNeed> Of(HostCapture capture, Component component) =>
        [.. BoundFiles(capture, component), .. Folders(capture, component)];

    // SOURCE, or SOURCE:TARGET:OPTIONS; the target is made by systemd.
    private static IEnumerable<UnitNeed> BoundFiles(HostCapture capture, Component component)
    {
        foreach (var (entry, word) in Words(capture, component, Bound))
        {
            var source = word.TrimStart('-').Split(':')[0];
            if (!UnitWords.IsOfTheSite(source))
                continue;
            var path = HostPath.Resolve("/", source);
            var isFolder = capture.Seen(capture.Real(path))?.Type == EntryType.Dir;
            yield return New(entry, path, isFolder ? FileRole.Directory : FileRole.Plain, isRequired: !isFolder && word is not ['-', ..]);
            foreach (var inside in isFolder ? capture.Below(capture.Real(path)) : [])
                yield return New(entry, inside.Path, FileRole.Plain, isRequired: false);
        }
    }

    private static IEnumerable<UnitNeed> Folders(HostCapture capture, Component component) =>
        from found in Words(capture, component, Protected)
        where found.Word is not ['-', ..]
        let path = HostPath.Resolve("/", found.Word.TrimStart('+'))
        where UnitWords.IsOfTheSite(path) && capture.Seen(capture.Real(path)) is { Type: EntryType.Dir }
        select New(found.Entry, path, FileRole.Directory, isRequired: false);

    private static IEnumerable<(UnitEntry Entry, string Word)> Words(HostCapture capture, Component component, string[] keys) =>
        from entry in keys.SelectMany(key => component.Unit.All("Service", key))
        from word in component.SpecifiersOn(capture.Host).Apply(entry.Value).Text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
        select (entry, word.Trim('"'));

    private static UnitNeed New(UnitEntry entry, string path, FileRole role, bool isRequired) =>
        new(path, role, entry.Key, entry.Value.Place ?? entry.At, isRequired);
}
