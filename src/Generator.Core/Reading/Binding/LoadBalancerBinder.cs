using System.Collections.Immutable;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Binding.Faults;
using Generator.Core.Reading.Model;

namespace Generator.Core.Reading.Binding;

/// <summary>Binds the load balancer.</summary>
internal static class LoadBalancerBinder
{
    internal static LoadBalancer Bind(SectionReader reader, HostBinder hosts, ImmutableArray<Master> masters, ImmutableArray<Worker> workers)
    {
        var engine = reader.OrDefault(LoadBalancerKeys.Engine, Defaults.Engine);
        var isExternal = engine.Value.Value == BalancerEngine.External;
        var placement = reader.OrDefault(LoadBalancerKeys.Placement, Defaults.Placement);
        var machines = !isExternal && placement.Value.Value != BalancerPlacement.Hosts
            ? Placed(reader, placement, masters, workers)
            : hosts.LoadBalancers(reader.Sections(LoadBalancerKeys.Hosts, isNeeded: !isExternal && !IsFaulty(reader, placement)));
        var http = reader.OrDefault(LoadBalancerKeys.Http, Defaults.Http);
        var isNodeLocal = !isExternal && placement.Value.Value == BalancerPlacement.NodeLocal;
        if (isNodeLocal && http.Value.On)
            reader.Report(KeyOfPlacement.Http(http.At));
        var vip = Vip(reader, isNodeLocal);
        return new LoadBalancer(
            reader.Node.At,
            engine,
            Endpoint(reader, isExternal, machines, vip),
            reader.OrDefault(LoadBalancerKeys.Distro, Defaults.Distro),
            reader.OrDefault(LoadBalancerKeys.Port, Defaults.ApiserverPort),
            http,
            machines,
            vip)
        {
            Placement = placement,
        };
    }

    // The same machines as masters and workers, declared once more by the placement.
    private static ImmutableArray<Host> Placed(
        SectionReader reader, Located<Choice<BalancerPlacement>> placement, ImmutableArray<Master> masters, ImmutableArray<Worker> workers)
    {
        if (Written(reader, LoadBalancerKeys.Hosts) is { } hosts)
            reader.Report(KeyOfPlacement.Hosts(hosts.At, placement.Value));
        var machines = masters.Select(master => master.Host)
            .Concat(placement.Value.Value == BalancerPlacement.NodeLocal ? workers.Select(worker => worker.Host) : []);
        return [.. machines.Select(host => host with { At = placement.At })];
    }

    private static Node? Written(SectionReader reader, Key key) =>
        reader.Has(key) ? ((MappingNode)reader.Node).Find(key.Name) : null;

    // Whether hosts are needed is not known then.
    private static bool IsFaulty(SectionReader reader, Located<Choice<BalancerPlacement>> placement) =>
        reader.Has(LoadBalancerKeys.Placement) && !placement.IsWritten;

    // An external load balancer has no host to take the endpoint from, so the endpoint must be written.
    private static Located<HostNameOrAddress> Endpoint(SectionReader reader, bool isExternal, ImmutableArray<Host> machines, VirtualAddress? vip) =>
        isExternal
            ? reader.Required(LoadBalancerKeys.Endpoint)
            : reader.OrDefault(
                LoadBalancerKeys.Endpoint, HostNameOrAddress.Of(vip?.Address.Value ?? machines.FirstOrDefault()?.Address.Value ?? default));

    private static VirtualAddress? Vip(SectionReader reader, bool isNodeLocal)
    {
        if (Written(reader, LoadBalancerKeys.Vip) is not { } written)
            return null;
        if (!isNodeLocal)
            return Vip(reader.Section(LoadBalancerKeys.Vip));
        reader.Report(KeyOfPlacement.Vip(written.At));
        return null;
    }

    private static VirtualAddress Vip(SectionReader reader) => new(
        reader.Node.At,
        reader.Required(LoadBalancerKeys.VipAddress),
        reader.Required(LoadBalancerKeys.VipRouterId),
        reader.Required(LoadBalancerKeys.VipInterface));
}
