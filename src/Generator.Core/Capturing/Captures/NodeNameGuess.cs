using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>Finds the node name of a captured host.</summary>
internal static class NodeNameGuess
{
    internal static Guess<DnsName>? Of(CapturedMachine machine, Address? address, IEnumerable<ReportedNode> nodes) =>
        OfFlag(machine) ?? OfList(machine, address, nodes);

    internal static Guess<DnsName>? OfFlag(CapturedMachine machine) =>
        machine.Flag(ComponentKind.Kubelet, "hostname-override") is { } flag && DnsName.TryParse(flag.Text.ToLowerInvariant(), out var name)
            ? new Guess<DnsName>(name, Evidence.Of(flag))
            : null;

    private static Guess<DnsName>? OfList(CapturedMachine machine, Address? address, IEnumerable<ReportedNode> nodes) =>
        machine.Runs(ComponentKind.Kubelet) && nodes.FirstOrDefault(node => node.Address == address) is { } node
            ? new Guess<DnsName>(node.Name, "kubectl get node")
            : null;
}
