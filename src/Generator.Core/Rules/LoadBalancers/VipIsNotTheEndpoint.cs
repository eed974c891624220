using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class VipIsNotTheEndpoint
{
    internal static readonly Rule Rule = new(
        "LBR008",
        Severity.Warning,
        "keepalived carries a different address than the endpoint",
        "The VIP that moves when a load balancer fails is not the address that clients use. They keep using the failed host.",
        "set loadBalancer.endpoint to the VIP, or waive this with the reason",
        Example.With()
            .Adding(
                "lb1/etc/keepalived/keepalived.conf",
                "vrrp_track_process nginx {\n    process nginx\n}\nvrrp_instance VI_1 {\n    virtual_ipaddress {\n        192.168.3.200/24\n    }\n"
                    + "    track_process {\n        nginx\n    }\n}\n"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Topology.LoadBalancer is { } balancer ? balancer.Hosts.Select(host => On(host, balancer, cluster)).OfType<Finding>() : [];

    private static Finding? On(Host host, LoadBalancer balancer, Cluster cluster)
    {
        if (cluster.Installations.GetValueOrDefault(host.Name.Value.Text)?.Capture is not { } capture)
            return null;
        var carried = VrrpInstance.Statements(capture)
            .SelectMany(statement => statement.All)
            .Where(statement => statement.Name == "virtual_ipaddress")
            .SelectMany(block => block.Block)
            .ToArray();
        return carried.Length == 0 || carried.Any(address => IsUsed(AddressOf(address), balancer))
            ? null
            : new Finding(carried[0].At, $"keepalived on {host.Name} carries {AddressOf(carried[0])}, but clients use {balancer.Endpoint}");
    }

    // A VIP of the topology has a rule of its own.
    private static bool IsUsed(string address, LoadBalancer balancer) =>
        address == balancer.Endpoint.Value.Text || address == balancer.Vip?.Address.Value.Text;

    private static string AddressOf(KeepalivedStatement statement) => VrrpInstance.AddressOf(statement.Name);
}
