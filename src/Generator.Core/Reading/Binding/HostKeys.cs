using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Binding;

/// <summary>The keys of a host in each role.</summary>
internal static class HostKeys
{
    internal static readonly ScalarKey<DnsLabel> Name = new("name", "the host's name");
    internal static readonly ScalarKey<Address> Address = new("address", "the host's address");
    internal static readonly ScalarKey<NameRange> Range = new("range", "many names at once, such as k8s-node[2-5]");
    internal static readonly ScalarKey<AddressRange> Addresses = new("addresses", "the first and the last address of a range");
    internal static readonly ScalarKey<DnsName> NodeName = new("nodeName", "the node's name in Kubernetes; default the host's name");
    internal static readonly ScalarKey<Switch> Node = new("node", "whether a master runs kubelet and kube-proxy; default: as the source master does");
    internal static readonly ScalarKey<OriginalsNotice> Originals = new(
        "originals", "assumed: its files are like those of the first captured worker");
    internal static readonly SectionKey Ssh = new("ssh", "how to reach this host, if it differs", SshKeys.Override);

    internal static readonly Section Master = new("a master", [Name, Address, Range, Addresses, NodeName, Node, Ssh]);
    internal static readonly Section Worker = new("a worker", [Name, Address, Range, Addresses, NodeName, Originals, Ssh]);
    internal static readonly Section LoadBalancer = new("a load balancer host", [Name, Address, Ssh]);
}
