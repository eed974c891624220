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

    /// <summary>The component that a program is; null for any other program.</summary>
    internal static ComponentKind? Of(string program)
    {
        var name = HostPath.NameOf(program);
        foreach (var kind in Enum.GetValues<ComponentKind>())
        {
            if (Program(kind) == name)
                return kind;
        }

        return null;
    }
}
