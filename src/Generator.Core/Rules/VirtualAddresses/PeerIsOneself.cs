using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.VirtualAddresses;

internal static class PeerIsOneself
{
    internal static readonly Rule Rule = new(
        "VIP004",
        Severity.Warning,
        "keepalived lists itself as a peer",
        "It treats its own advertisements as those of another host, and both hosts can carry the address at once.",
        "name only the other hosts in unicast_peer",
        Example.WithVip().Adding("lb1/etc/keepalived/keepalived.conf", Keepalived("192.168.3.201")),
        Example.WithVip().Adding("lb1/etc/keepalived/keepalived.conf", Keepalived("192.168.3.202")),
        Check);

    private static string Keepalived(string peer) =>
        $"vrrp_track_process nginx {{\n    process nginx\n}}\nvrrp_instance VI_1 {{\n    state BACKUP\n    virtual_router_id 61\n    unicast_src_ip "
            + $"192.168.3.201\n    unicast_peer {{\n        {peer}\n    }}\n    virtual_ipaddress {{\n        192.168.3.201\n    }}\n"
            + $"    track_process {{\n        nginx\n    }}\n}}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from instance in VrrpInstance.All(cluster)
        let own = cluster.Topology.Hosts.First(host => host.Name.Value.Text == instance.Host).Address.Value.Text
        from peer in instance.Inside("unicast_peer")
        let named = Address.TryParse(peer.Name, out var address) ? address.Text : peer.Name
        where named == own || named == instance.Value("unicast_src_ip")
        select new Finding(peer.At, $"keepalived on {instance.Host} names its own address {named} in unicast_peer");
}
