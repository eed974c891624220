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
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--bind-address=192.168.3.171",
            "--bind-address={{ ansible_host }}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from found in cluster.Installations.Values.SelectMany(installation => Arguments(installation).Concat(Scalars(installation)).Concat(Units(installation)))
        where found.Placeholder is not null && found.At is not null
        group found.Placeholder by found.At into same
        select new Finding(same.Key, $"the placeholder {Quoted.Text(same.First())} was never filled in");

    private static IEnumerable<(string? Placeholder, Location? At)> Arguments(Installation installation) =>
        from component in installation.Components
        from word in component.Command.Arguments
        select (Placeholder.In(word.Text.Text), word.Text.Place);

    private static IEnumerable<(string? Placeholder, Location? At)> Units(Installation installation) =>
        UnitPlaceholder.Of(installation).Select(found => ((string?)found.Text, (Location?)found.At));

    private static IEnumerable<(string? Placeholder, Location? At)> Scalars(Installation installation) =>
        from entry in installation.Closure
        where entry.Role is FileRole.ComponentConfig or FileRole.ControlPlaneKubeconfig or FileRole.NodeKubeconfig
        from root in entry.Content is { } content ? Content.Roots(content) : []
        from pair in ConfigScalars.All(root, "")
        select (Placeholder.In(pair.Scalar.Value), (Location?)pair.Scalar.At);
}
