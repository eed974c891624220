using Generator.Core.Foundation.Artefacts;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Verifying.Checks;

/// <summary>Files below the root of the installation that nothing names, and that were not there when the output was reviewed.</summary>
internal static class UnnamedFiles
{
    internal static readonly LiveCheck Check = new(site => site.Answering.SelectMany(host => On(site, host)));

    private static IEnumerable<Check> On(Site site, LiveHost host)
    {
        // Without captures a file that was there before looks like a new one.
        if (host.Machine is not { } live || site.Reviewed.IsEmpty)
            return [];
        var known = Known(site, host);
        var written = WrittenFolders(live.Installation);
        return from entry in live.Installation.Unnamed(site.Delivery.Topology.Layout.Root.Value.Text)
               where !known.Contains(entry.Path) && !IsWritten(entry.Path, written)
               select new Check(host.Name, CheckArea.Extra, entry.Path, CheckState.Drift, "a new file that nothing names");
    }

    private static HashSet<string> Known(Site site, LiveHost host) =>
    [
        .. host.Files.Select(file => file.Path),
        .. site.Delivery.Of(host.Name).Select(file => file.Path),
        // What was on the source master and is not copied was reviewed there.
        .. site.Delivery.Files.Where(file => file.Class == FileClass.NeverCopied).Select(file => file.Path),
        .. site.Reviewed.GetValueOrDefault(host.Name)?.Capture.Inventory.Keys ?? [],
    ];

    // Logs, and the folder in which a kubelet renews its own certificates.
    private static string[] WrittenFolders(Installation installation) =>
    [
        .. from component in installation.Components
           from flag in component.Flags
           let folder = flag.Name switch
           {
               "log-dir" or "root-dir" => flag.Text,
               "audit-log-path" or "log-file" => HostPath.FolderOf(flag.Text),
               _ => "",
           }
           where folder.Length > 1
           select $"{folder.TrimEnd('/')}/",
    ];

    private static bool IsWritten(string path, string[] folders) =>
        folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)) || KubeletFile.IsOwn(path);
}
