using System.Text.RegularExpressions;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>The names of the components.</summary>
internal static class ComponentNames
{
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
        // hyperkube contains all of them. Its first argument selects one, with or without "kube-".
        var name = program == "hyperkube" && command.Arguments is [var first, ..] ? first.ToString() : program;
        foreach (var kind in Enum.GetValues<ComponentKind>())
        {
            if (Program(kind) == name || (program == "hyperkube" && Program(kind) == $"kube-{name}"))
                return kind;
        }

        return null;
    }

    /// <summary>Whether a word is the path of a component's program, or of hyperkube.</summary>
    internal static bool IsProgram(string word) =>
        !word.Contains('=', StringComparison.Ordinal)
        && HostPath.NameOf(word) is var name
        && (name == "hyperkube" || Enum.GetValues<ComponentKind>().Any(kind => Program(kind) == name));

    /// <summary>Whether a text of commands names a component's program.</summary>
    internal static bool IsIn(string text, ComponentKind kind) => Regex.IsMatch(text, $@"(?<![\w.-]){Program(kind)}(?![\w.-])");

    /// <summary>
    /// Whether a unit, script or image has the name of a component: <c>kubelet</c>, <c>start-kubelet.sh</c>, <c>kubelet-wrapper</c>.
    /// </summary>
    internal static bool IsNameOf(string name, ComponentKind kind) =>
        Regex.IsMatch(
            name,
            $@"^((start|run|launch|exec|k8s|kubernetes)[-_.])*{Program(kind)}"
                + @"([-_.@](start|run|launch|wrapper|server|bin|v?\d[\w.]*))*@?(\.(sh|bash|service))?$");
}
