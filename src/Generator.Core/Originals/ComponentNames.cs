using Generator.Core.Syntax;

namespace Generator.Core.Originals;

/// <summary>The names of the components.</summary>
internal static class ComponentNames
{
    /// <summary>The program's name.</summary>
    internal static string Program(ComponentKind kind) => kind switch
    {
        ComponentKind.Apiserver => "kube-apiserver",
        ComponentKind.ControllerManager => "kube-controller-manager",
        ComponentKind.Scheduler => "kube-scheduler",
        ComponentKind.Kubelet => "kubelet",
        _ => "kube-proxy",
    };

    /// <summary>The component that a command line starts; null for any other program.</summary>
    internal static ComponentKind? Of(CommandLine command)
    {
        var program = HostPath.NameOf(command.Program.Text);
        // hyperkube was all of them in one; the first argument says which, with or without "kube-".
        var name = program == "hyperkube" && command.Arguments is [var first, ..] ? first.ToString() : program;
        foreach (var kind in Enum.GetValues<ComponentKind>())
        {
            if (Program(kind) == name || (program == "hyperkube" && Program(kind) == $"kube-{name}"))
                return kind;
        }

        return null;
    }
}
