using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Failures;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Shapes;

/// <summary>Which component of a host cannot work without which kubeconfig or flag.</summary>
internal sealed class ClientFiles
{
    private static readonly string[] Main = ["--kubeconfig", "clientConnection.kubeconfig"];

    private readonly Dictionary<string, string> components = new(StringComparer.Ordinal);

    internal ClientFiles(Installation installation)
    {
        foreach (var component in installation.Components)
        {
            foreach (var path in Files(installation, component).Concat(Flags(component)))
                components.TryAdd(path, NameOf(component.Kind));
        }

        KubeletFile = installation.Find(ComponentKind.Kubelet)?.Find("kubeconfig") is { } flag ? installation.Capture.Real(flag.Text) : null;
    }

    /// <summary>The kubeconfig that the kubelet uses once it has joined; null if no flag names one.</summary>
    internal string? KubeletFile { get; }

    /// <summary>The component; empty if none depends on the file.</summary>
    internal string ComponentOf(string path) => components.GetValueOrDefault(path, "");

    // A link to a kubeconfig is named by the flag, and the file behind it is read.
    private static IEnumerable<string> Files(Installation installation, Component component) =>
        installation.Closure.Where(entry => entry.Unit == component.UnitName && Main.Contains(entry.NamedBy))
            .Select(entry => installation.Capture.Real(entry.Path));

    // originals/HOST/etc/x is /etc/x on the host.
    private static IEnumerable<string> Flags(Component component) =>
        component.Flags.Where(flag => HostSettings.OfFlag(component.Kind, flag.Name) == SettingKind.Apiserver)
            .Select(flag => flag.At.File.Path.Split('/', 3) is [_, _, var path] ? $"/{path}" : flag.At.File.Path);

    private static string NameOf(ComponentKind kind) => kind switch
    {
        ComponentKind.Kubelet => ComponentName.Kubelet,
        ComponentKind.ControllerManager => ComponentName.ControllerManager,
        ComponentKind.Scheduler => ComponentName.Scheduler,
        ComponentKind.KubeProxy => "kube-proxy",
        _ => "",
    };
}
