using Generator.Core.Diagnostics;
using Generator.Core.Model;
using Generator.Core.Originals;
using Generator.Core.Syntax;
using Generator.Core.Values;

namespace Generator.Core.Rules.Captures;

/// <summary>ORG010.</summary>
internal static class NodeNameDiffers
{
    private const string Override = "hostname-override";

    internal static readonly Rule Rule = new(
        "ORG010",
        Severity.Error,
        "a node has another name than nodeName says",
        "The rollout waits for the node, its lease and its certificate request by name; of a node with another name it sees none of them.",
        "write the name that the kubelet has",
        Example.With(workers: "[{name: k8s-node1, address: 192.168.3.174, nodeName: k8s-node1.example.org}]"),
        Example.With(masters: "[{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.172, nodeName: k8s-master2.example.org}, {name: k8s-master3, address: 192.168.3.173}]"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var masters = cluster.Topology.Masters.ToLookup(master => master.Host.Name.Value == cluster.Topology.Source.Value);
        var running = masters[true].Select(master => (master.Host, master.NodeName)).Concat(cluster.Topology.Workers.Select(worker => (worker.Host, worker.NodeName)));
        return running.Select(node => OfRunning(node.Host, node.NodeName, cluster))
            .Concat(masters[false].Select(master => OfNew(master, cluster.Source)))
            .OfType<Finding>();
    }

    // Only what was captured of the host itself tells its name; assumed originals are another's.
    private static Finding? OfRunning(Host host, Located<DnsName> nodeName, Cluster cluster)
    {
        var flag = cluster.Installations.GetValueOrDefault(host.Name.Value.Text)?.Find(ComponentKind.Kubelet)?.Find(Override);
        // A name that is not written is the captured one. A kubelet takes any case and uses lower case.
        if (!nodeName.IsWritten || flag is null || !DnsName.TryParse(flag.Text.ToLowerInvariant(), out var own) || own == nodeName.Value)
            return null;
        return new Finding(nodeName.At, $"the kubelet of {host.Name} calls itself {own}, and the topology {nodeName}")
        {
            Hint = $"write nodeName: {own}",
            Related = [new RelatedPlace("the flag", flag.At)],
        };
    }

    private static Finding? OfNew(Master master, Installation? source)
    {
        if (source?.Find(ComponentKind.Kubelet) is not { } kubelet || (kubelet.Find(Override) is { } name && !(name.Value is { } value && Specifiers.NamesHost(value))))
            return null;
        if (master is { RunsNode.Value.On: false } || master.NodeName.Value.Text == master.Host.Name.Value.Text)
            return null;
        return new Finding(master.NodeName.At, $"nothing would tell the kubelet of {master.Host.Name} that it is {master.NodeName}: the source's has no --{Override}")
        {
            Hint = $"leave nodeName out, or give the source's kubelet --{Override} and capture it again",
        };
    }
}
