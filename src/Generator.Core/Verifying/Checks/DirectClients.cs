using Generator.Core.Verifying.Facts;

namespace Generator.Core.Verifying.Checks;

/// <summary>Clients that are connected to one master alone, and lose the API with it.</summary>
internal static class DirectClients
{
    internal static readonly LiveCheck Check = new(site => site.Delivery.Topology.LoadBalancer is null ? [] : Of(site));

    private static IEnumerable<Check> Of(Site site)
    {
        var expected = Expected(site);
        return from host in site.Masters
               from peer in Peer.Of(host.Records).Where(peer => !expected.Contains(peer.Address)).DistinctBy(peer => peer.Address)
               let name = site.Delivery.Hosts.FirstOrDefault(known => known.Address == peer.Address)?.Name
               select new Check(
                   host.Name,
                   CheckArea.Connection,
                   name ?? peer.Address,
                   CheckState.Problem,
                   "is connected to this kube-apiserver directly: it loses the API when this master stops")
               {
                   Advice = $"find its kubeconfig there, and put the endpoint {site.Delivery.Topology.LoadBalancer?.Endpoint.Value} into it",
               };
    }

    // Masters use their own kube-apiserver, and load balancers connect for everyone.
    private static HashSet<string> Expected(Site site)
    {
        var names = site.Delivery.Hosts.Where(host => host.IsMaster || host.IsBalancer).ToDictionary(host => host.Name, StringComparer.Ordinal);
        return
        [
            .. names.Values.Select(host => host.Address),
            .. site.Hosts.Where(host => names.ContainsKey(host.Name))
                .SelectMany(host => host.Report?.Addresses ?? [])
                .Select(address => address.Text),
        ];
    }
}
