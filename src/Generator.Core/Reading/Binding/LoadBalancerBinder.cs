using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;

namespace Generator.Core.Reading.Binding;

/// <summary>Binds the load balancer.</summary>
internal static class LoadBalancerBinder
{
    internal static LoadBalancer Bind(SectionReader reader, HostBinder hosts)
    {
        var engine = reader.OrDefault(LoadBalancerKeys.Engine, Defaults.Engine);
        var isExternal = engine.Value.Value == BalancerEngine.External;
        var machines = hosts.LoadBalancers(reader.Sections(LoadBalancerKeys.Hosts, isNeeded: !isExternal));
        var vip = reader.Has(LoadBalancerKeys.Vip) ? Vip(reader.Section(LoadBalancerKeys.Vip)) : null;
        return new LoadBalancer(
            reader.Node.At,
            engine,
            Endpoint(reader, isExternal, machines, vip),
            reader.OrDefault(LoadBalancerKeys.Distro, Defaults.Distro),
            reader.OrDefault(LoadBalancerKeys.Port, Defaults.ApiserverPort),
            reader.OrDefault(LoadBalancerKeys.Http, Defaults.Http),
            machines,
            vip);
    }

    // An external load balancer has no host to take the endpoint from, so the endpoint must be written.
    private static Located<HostNameOrAddress> Endpoint(SectionReader reader, bool isExternal, ImmutableArray<Host> machines, VirtualAddress? vip) =>
        isExternal
            ? reader.Required(LoadBalancerKeys.Endpoint)
            : reader.OrDefault(
                LoadBalancerKeys.Endpoint, HostNameOrAddress.Of(vip?.Address.Value ?? machines.FirstOrDefault()?.Address.Value ?? default));

    private static VirtualAddress Vip(SectionReader reader) => new(
        reader.Node.At,
        reader.Required(LoadBalancerKeys.VipAddress),
        reader.Required(LoadBalancerKeys.VipRouterId),
        reader.Required(LoadBalancerKeys.VipInterface));
}
