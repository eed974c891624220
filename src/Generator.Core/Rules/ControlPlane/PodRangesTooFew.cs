using System.Net;
using System.Net.Sockets;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.ControlPlane;

internal static class PodRangesTooFew
{
    internal static readonly Rule Rule = new(
        "PWR009",
        Severity.Error,
        "there are fewer pod ranges than nodes",
        "The controller-manager splits --cluster-cidr into one range for each node. The last nodes to join get none: they stay NotReady, or their "
            + "pods get no address.",
        "choose a longer --node-cidr-mask-size or a wider --cluster-cidr while the cluster has few nodes, or set node: false for the new masters",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-controller-manager.conf",
            "--cluster-cidr=10.244.0.0/16",
            "--cluster-cidr=10.244.0.0/23"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Source?.Find(ComponentKind.ControllerManager) is not { } manager
            || !IsCutting(manager)
            || manager.Find("cluster-cidr") is not { } flag)
            return [];
        var nodes = cluster.Topology.Workers.Length + Joining.Masters(cluster)
            .Count() + cluster.Installations.Values.Count(host => host.RunsNode && IsMaster(cluster, host));
        var ranges = flag.Text.Split(',').Where(text => IPNetwork.TryParse(text, out _)).Select(text => IPNetwork.Parse(text)).ToArray();
        return from range in ranges
               let mask = Mask(manager, range, ranges.Length)
               where mask is not null
               // Above 20 bits there are more ranges than any cluster has nodes.
               let count = mask < range.PrefixLength ? 0 : 1 << Math.Min(mask.Value - range.PrefixLength, 20)
               where count < nodes
               select new Finding(
                   flag.At,
                   FormattableString.Invariant(
                       $"{range} has room for {Counted.Of(count, "range")} of /{mask}, but the cluster gets {Counted.Of(nodes, "node")}"));
    }

    private static bool IsMaster(Cluster cluster, Installation host) =>
        cluster.Topology.Masters.Any(master => master.Host.Name.Value.Text == host.Capture.Host);

    private static bool IsCutting(Component manager) =>
        manager.Find("allocate-node-cidrs") is { IsTrue: true }
        && (manager.Find("cidr-allocator-type")?.Text ?? "RangeAllocator") == "RangeAllocator"
        && Controllers.LeavingOut(manager, "nodeipam", "node-ipam-controller") is null;

    // The flag for both families is for a cluster of one family; another rule reports a malformed number.
    private static int? Mask(Component manager, IPNetwork range, int ranges)
    {
        var isSix = range.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6;
        Flag?[] flags = [manager.Find(
            isSix ? "node-cidr-mask-size-ipv6" : "node-cidr-mask-size-ipv4"), ranges == 1 ? manager.Find("node-cidr-mask-size") : null];
        // Zero is the default of all three flags and means the default of the address family.
        var written = flags.OfType<Flag>().FirstOrDefault(flag => flag.Text != "0");
        if (written is null)
            return isSix ? 64 : 24;
        return int.TryParse(written.Text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var bits)
            && bits <= (isSix ? 128 : 32)
            ? bits
            : null;
    }
}
