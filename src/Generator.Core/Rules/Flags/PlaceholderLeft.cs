using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class PlaceholderLeft
{
    private static readonly string[] BalancerFiles = ["/etc/nginx/nginx.conf", "/etc/haproxy/haproxy.cfg", "/etc/keepalived/keepalived.conf"];

    internal static readonly Rule Rule = new(
        "FLG005",
        Severity.Error,
        "a placeholder was never filled in",
        "systemd expands nothing inside a value, so a program gets the placeholder itself. This file is a template, and no host runs it.",
        "capture the file from the running host",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--bind-address=192.168.3.171",
            "--bind-address={{ ansible_host }}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var installations = cluster.Installations.Values.ToArray();
        var values = installations.SelectMany(Arguments)
            .Concat(installations.SelectMany(Scalars))
            .Concat(installations.SelectMany(Units)).OfType<TemplateText>()
            .ToArray();
        var files = values.Select(found => found.At.File).ToHashSet();
        // A template is often neither YAML nor a unit, so it has no values: its first placeholder is enough.
        return values.Concat(installations.SelectMany(Templates).OfType<TemplateText>().Where(found => !files.Contains(found.At.File)))
            .DistinctBy(found => found.At)
            .Select(found => new Finding(found.At, $"the placeholder {Quoted.Text(found.Found)} was never filled in"));
    }

    private static IEnumerable<TemplateText?> Arguments(Installation installation) =>
        from component in installation.Components
        from word in component.Command.Arguments
        select New(Placeholder.In(word.Text.Text), word.Text.Place);

    private static IEnumerable<TemplateText?> Units(Installation installation) =>
        UnitPlaceholder.Of(installation).Select(found => new TemplateText(found.Text, found.At));

    private static IEnumerable<TemplateText?> Scalars(Installation installation) =>
        from entry in installation.Closure
        where entry.Role is FileRole.ComponentConfig or FileRole.ControlPlaneKubeconfig or FileRole.NodeKubeconfig
        from root in entry.Content is { } content ? Content.Roots(content) : []
        from pair in ConfigScalars.All(root, "")
        select New(Placeholder.In(pair.Scalar.Value), pair.Scalar.At);

    private static IEnumerable<TemplateText?> Templates(Installation installation) =>
        ReadFile.Of(installation).Select(file => file.Template)
            .Concat(installation.Closure.Where(IsPolicy).Select(entry => InFile(entry.Content)))
            .Concat(BalancerFiles.Select(path => InFile(installation.Capture.Open(path))));

    private static bool IsPolicy(ClosureEntry entry) => entry.NamedBy.EndsWith("-policy-file", StringComparison.Ordinal);

    private static TemplateText? InFile(SourceFile? file) => file is null ? null : TemplateText.In(file);

    private static TemplateText? New(string? placeholder, Location? at) =>
        placeholder is null || at is null ? null : new TemplateText(placeholder, at);
}
