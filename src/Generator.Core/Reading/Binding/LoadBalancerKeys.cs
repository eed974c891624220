using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Binding;

/// <summary>The keys of the load balancer.</summary>
internal static class LoadBalancerKeys
{
    internal static readonly ScalarKey<Choice<BalancerEngine>> Engine = new("engine", "the program: nginx, haproxy or external");
    internal static readonly ScalarKey<Choice<BalancerPlacement>> Placement = new(
        "placement", "where it runs: on hosts; on masters with another port than the kube-apiserver's; or node-local, on loopback of every node");
    internal static readonly ScalarKey<HostNameOrAddress> Endpoint = new(
        "endpoint",
        "the address that clients use, for node-local only people; default: the VIP, or the address of the first host or master; required for "
            + "external");
    internal static readonly ScalarKey<Choice<Distro>> Distro = new("distro", "rhel or debian: nginx's module line, user and package names");
    internal static readonly ScalarKey<Port> Port = new("port", "the port that clients use");
    internal static readonly ScalarKey<Switch> Http = new("http", "whether nginx also serves its http page on port 80");
    internal static readonly SectionListKey Hosts = new("hosts", "the load balancer's hosts; only for placement: hosts", HostKeys.LoadBalancer);

    internal static readonly ScalarKey<Address> VipAddress = new("address", "the address that moves between the hosts");
    internal static readonly ScalarKey<RouterId> VipRouterId = new("routerId", "the virtual router's number, unique in the segment");
    internal static readonly ScalarKey<InterfaceName> VipInterface = new("interface", "the interface that carries the address");
    internal static readonly SectionKey Vip = new(
        "vip", "an address that moves between two or more hosts", new Section("vip", [VipAddress, VipRouterId, VipInterface]));

    internal static readonly Section All = new("loadBalancer", [Engine, Placement, Endpoint, Distro, Port, Http, Hosts, Vip]);
}
