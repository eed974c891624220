using System.Collections.Frozen;
using System.Globalization;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Releases;

internal static class FeatureGateRemoved
{
    internal static readonly Rule Rule = new(
        "REL006",
        Severity.Warning,
        "this release no longer has a feature gate",
        "A component does not start with an unknown feature gate. haplane knows only gates whose removal is documented.",
        "remove the gate on the host and capture it again",
        Example.With().Changing("k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf", "--v=2", "--v=2 --feature-gates=PodPriority=true"),
        Example.With().Changing("k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf", "--v=2", "--v=2 --feature-gates=RunAsGroup=true"),
        Check);

    private static readonly FrozenDictionary<string, int> LastMinors = Read();

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from component in installation.Components
        from gate in InFlags(component).Concat(InConfiguration(installation, component)).Distinct()
        let last = LastMinors.GetValueOrDefault(gate.Name, int.MaxValue)
        where last < cluster.Topology.Kubernetes.Value.Minor
        select new Finding(
            gate.At, $"{ComponentNames.Program(component.Kind)} {cluster.Topology.Kubernetes} has no feature gate {gate.Name}; it was removed");

    private static IEnumerable<(string Name, Location At)> InFlags(Component component) =>
        from flag in component.Flags
        where flag.Name == "feature-gates"
        from part in flag.Text.Split(',', StringSplitOptions.TrimEntries)
        select (part.Split('=')[0].Trim(), flag.At);

    private static IEnumerable<(string Name, Location At)> InConfiguration(Installation installation, Component component) =>
        from entry in installation.Closure
        let content = entry.Role == FileRole.ComponentConfig && entry.Unit == component.UnitName ? entry.Content : null
        let gates = content is null ? null : Content.Document(content)?.Find("featureGates") as MappingNode
        where gates is not null
        from gate in gates.Entries
        select (gate.Key.Value, gate.Key.At);

    private static FrozenDictionary<string, int> Read()
    {
        using var stream = typeof(FeatureGateRemoved).Assembly.GetManifestResourceStream("removed-feature-gates.tsv")
            ?? throw new InvalidOperationException("the table is embedded");
        using var reader = new System.IO.StreamReader(stream);
        return reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('\t'))
            .ToFrozenDictionary(fields => fields[0], fields => int.Parse(fields[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }
}
