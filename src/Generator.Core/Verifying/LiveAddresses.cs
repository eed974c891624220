namespace Generator.Core.Verifying;

/// <summary>Who holds the virtual address of the load balancers.</summary>
internal static class LiveAddresses
{
    /// <summary>The virtual address; null if none is declared and the endpoint is that of a host, a name, or carried by something else.</summary>
    internal static string? VirtualOf(Site site)
    {
        if (site.Delivery.Topology.LoadBalancer is not { Hosts.IsEmpty: false, IsNodeLocal: false } balancer)
            return null;
        if ((balancer.Vip?.Address.Value ?? balancer.Endpoint.Value.Address) is not { } address)
            return null;
        return site.Delivery.Hosts.Any(host => host.Address == address.Text) ? null : address.Text;
    }

    internal static IEnumerable<AddressHolder> Holders(Site site) =>
        VirtualOf(site) is not { } address
            ? []
            : site.Answering.Where(host => host.Report is { } report && report.Addresses.Any(held => held.Text == address))
                .Select(host => new AddressHolder(address, host.Name));
}
