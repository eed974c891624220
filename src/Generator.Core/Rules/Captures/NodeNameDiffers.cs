using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class NodeNameDiffers
{
    private const string Override = "hostname-override";

    internal static readonly Rule Rule = new(
        "ORG010",
        Severity.Error,
        "a node's name differs from nodeName",
        "The rollout looks up the node, its lease and its CSR by name. It finds none of them under another name.",
        "write the name that the kubelet uses",
        Example.With(workers: "[{name: k8s-node1, address: 192.168.3.174, nodeName: k8s-node1.example.org}]"),
        Example.With(
            masters: "[{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.172, nodeName: k8s-master2.example.org}, "
                + "{name: k8s-master3, address: 192.168.3.173}]"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var masters = cluster.Topology.Masters.ToLookup(master => master.Host.Name.Value == cluster.Topology.Source.Value);
        var running = masters[true]
            .Select(master => (master.Host, master.NodeName))
            .Concat(cluster.Topology.Workers.Select(worker => (worker.Host, worker.NodeName)));
        return running.Select(node => OfRunning(node.Host, node.NodeName, cluster))
            .Concat(masters[false].Select(master => OfNew(master, cluster.Source)))
            .OfType<Finding>();
    }

    // Only a captured host shows its own name. Assumed originals show another host's name.
    private static Finding? OfRunning(Host host, Located<DnsName> nodeName, Cluster cluster)
    {
        var flag = cluster.Installations.GetValueOrDefault(host.Name.Value.Text)?.Find(ComponentKind.Kubelet)?.Find(Override);
        // Without nodeName the captured name counts. A kubelet accepts any case and uses lower case.
        if (!nodeName.IsWritten || flag is null || !DnsName.TryParse(flag.Text.ToLowerInvariant(), out var own) || own == nodeName.Value)
            return null;
        return new Finding(nodeName.At, $"node name mismatch: the kubelet on {host.Name} uses \"{own}\", topology.yaml says \"{nodeName}\"")
        {
            Hint = $"write nodeName: {own}",
            Related = [new RelatedPlace("the flag", flag.At)],
        };
    }

    private static Finding? OfNew(Master master, Installation? source)
    {
        if (source?.Find(ComponentKind.Kubelet) is not { } kubelet
            || (kubelet.Find(Override) is { } name && !(name.Value is { } value && Specifiers.NamesHost(value))))
            return null;
        if (master is { RunsNode.Value.On: false } || master.NodeName.Value.Text == master.Host.Name.Value.Text)
            return null;
        return new Finding(
            master.NodeName.At,
            $"the kubelet on {master.Host.Name} would not use the name {master.NodeName}: the source master's kubelet has no --{Override}")
        {
            Hint = $"remove nodeName, or add --{Override} to the source master's kubelet and capture it again",
        };
    }
}
