using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>Finds the paths of the source master. Only values that are not the default are used.</summary>
internal sealed class LayoutGuess(CapturedMachine source)
{
    private static readonly string[] SharedFolders = ["/bin", "/usr/bin", "/usr/local/bin", "/usr/sbin"];

    internal static ImmutableArray<(string Key, Guess<string> Path)> Of(CapturedMachine? source) =>
        source is null ? [] : [.. new LayoutGuess(source).All().Where(found => AbsolutePath.TryParse(found.Path.Value, out _))];

    private IEnumerable<(string Key, Guess<string> Path)> All()
    {
        var (bin, cfg) = (Programs(), Configuration());
        var root = Parent(bin, "bin") ?? Parent(cfg, "cfg", "conf", "config", "ssl", "pki") ?? cfg;
        var below = root?.Value ?? Defaults.Root.Text;
        return Written("root", root, Defaults.Root.Text)
            .Concat(Written("bin", bin, $"{below}/bin"))
            .Concat(Written("cfg", cfg, $"{below}/cfg"))
            .Concat(Written("ssl", FolderOf("tls-cert-file"), $"{below}/ssl"))
            .Concat(Written("logs", Flag("log-dir"), $"{below}/logs"))
            .Concat(Written("units", Units(), Defaults.Units.Text))
            .Concat(Written("cni", Plugins(), Defaults.Cni.Text))
            .Concat(Written("kubectl", Kubectl(), Defaults.Kubectl.Text));
    }

    private static IEnumerable<(string Key, Guess<string> Path)> Written(string key, Guess<string>? found, string usual) =>
        found is null || found.Value == usual || found.Value.Length == 0 ? [] : [(key, found)];

    private Component? Apiserver => source.Installation.Find(ComponentKind.Apiserver);

    private Guess<string>? Programs() =>
        Apiserver?.Command.Program.Text is { } program && program.StartsWith('/')
            ? Folder(program, $"kube-apiserver on {source.Name} is {program}")
            : null;

    private Guess<string>? Configuration()
    {
        if (Apiserver?.Command.EnvironmentFiles.LastOrDefault()?.Path is { } file)
            return Folder(file, $"{Apiserver.UnitName} on {source.Name} reads {file}");
        return source.Flag(ComponentKind.ControllerManager, "kubeconfig") is { } flag ? Folder(flag.Text, Evidence.Of(flag)) : null;
    }

    private Guess<string>? FolderOf(string flag) =>
        source.Flag(ComponentKind.Apiserver, flag) is { } found ? Folder(found.Text, Evidence.Of(found)) : null;

    private Guess<string>? Flag(string name) =>
        source.Flag(ComponentKind.Apiserver, name) is { } found ? new Guess<string>(found.Text, Evidence.Of(found)) : null;

    private Guess<string>? Units() =>
        Apiserver is { } apiserver ? Folder(apiserver.UnitPath, $"the folder of {apiserver.UnitName} on {source.Name}") : null;

    // The flag names the folder of the programs; the layout's default is the folder above it.
    private Guess<string>? Plugins()
    {
        if (source.Flag(ComponentKind.Kubelet, "cni-bin-dir") is not { } flag)
            return null;
        var isBelow = flag.Text.EndsWith("/bin", StringComparison.Ordinal) && !SharedFolders.Contains(flag.Text);
        return new Guess<string>(isBelow ? HostPath.FolderOf(flag.Text) : flag.Text, Evidence.Of(flag));
    }

    private Guess<string>? Kubectl() =>
        source.Capture.Seen(Defaults.Kubectl.Text) is null
        && source.Capture.Inventory.Values.FirstOrDefault(IsKubectl) is { } found
            ? new Guess<string>(found.Path, $"seen on {source.Name}")
            : null;

    private static bool IsKubectl(InventoryEntry entry) => entry.Type == EntryType.File && HostPath.NameOf(entry.Path) == "kubectl";

    private static Guess<string> Folder(string path, string evidence) => new(HostPath.FolderOf(path), evidence);

    // /data/kubernetes/bin is below its own root; /usr/local/bin is not.
    private static Guess<string>? Parent(Guess<string>? folder, params string[] names) =>
        folder is not null && names.Contains(HostPath.NameOf(folder.Value)) && !SharedFolders.Contains(folder.Value)
            ? folder with { Value = HostPath.FolderOf(folder.Value) }
            : null;
}
