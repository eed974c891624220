using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Flags;

/// <summary>FLG005.</summary>
internal static class PlaceholderLeft
{
    internal static readonly Rule Rule = new(
        "FLG005",
        Severity.Error,
        "a placeholder that nobody filled in",
        "systemd expands nothing inside a value, so a program gets the placeholder itself: this is a template, and no host runs it.",
        "capture the file from the running host",
        Example.With() with
        {
            ChangedFile = "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            Old = "--bind-address=192.168.3.171",
            New = "--bind-address={{ ansible_host }}",
        },
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from component in installation.Components
        from word in component.Command.Arguments
        let placeholder = Placeholder.In(word.Text.Text)
        where placeholder is not null
        group placeholder by word.Text.Place into same
        where same.Key is not null
        select new Finding(same.Key, $"the placeholder {Quoted.Text(same.First())} was never filled in");
}
