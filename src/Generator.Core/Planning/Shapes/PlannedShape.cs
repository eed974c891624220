using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Audits;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Failures;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Shapes;

/// <summary>The shape of a cluster after its rollout.</summary>
internal static class PlannedShape
{
    internal static ClusterShape Of(AuditedSet set)
    {
        var plan = set.Artefacts.Plan;
        return new ClusterShape
        {
            Hosts = [.. plan.Hosts.Select(host => host.Name)],
            Entry = new ClientEntry(plan.Client.Authority, [.. EntryCarriers.Of(plan)]),
            Apiservers = [.. plan.Hosts.Where(host => host.IsMaster).Select(host => new ApiserverOn(host.Name, Addresses(host, plan.ApiserverPort)))],
            Balancers = [.. plan.Balancer is { } balancer ? plan.With(HostRole.LoadBalancer).Select(host => On(host, balancer)) : []],
            Etcd = [.. plan.Etcd.Endpoints.Select(member => new EtcdMemberOn(HostOf(plan, member.Host), member.Authority))],
            Clients = [.. Clients(set)],
            Nodes = [.. plan.Hosts.Select(NodeOf).OfType<NodeOn>()],
            Controllers = [.. set.Hosts.Where(delivered => delivered.Host.IsMaster).Select(ControllersOf)],
        };
    }

    private static BalancerOn On(HostPlan host, BalancerPlan balancer) =>
        new(host.Name, Listening(host, balancer), [.. balancer.Upstream.Select(server => server.Name)])
        {
            IsNodeLocal = host.Listen is { Only.IsLoopback: true },
        };

    private static ImmutableArray<string> Listening(HostPlan host, BalancerPlan balancer) => host.Listen is { Only: { IsLoopback: true } only }
        ? [$"{only.Bracketed}:{balancer.Port}"]
        : Addresses(host, balancer.Port);

    private static ImmutableArray<string> Addresses(HostPlan host, Port port) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{host.Address.Bracketed}:{port}"),
        string.Create(CultureInfo.InvariantCulture, $"{host.Name}:{port}"),
    ];

    // On loopback, etcd runs on the only master.
    private static string HostOf(ClusterPlan plan, HostNameOrAddress member) =>
        EtcdAddress.IsLoopback($"https://{member.Bracketed}")
            ? plan.Source.Name
            : plan.Hosts.FirstOrDefault(host => host.Address == member.Address || host.Name == member.Text)?.Name ?? "";

    private static NodeOn? NodeOf(HostPlan host) => host.NodeName is { } name ? new NodeOn(host.Name, name, host.Is(HostRole.Worker)) : null;

    private static ControllersOn ControllersOf(DeliveredHost delivered) => new(
        delivered.Host.Name,
        delivered.Installation.Find(ComponentKind.ControllerManager) is not null,
        delivered.Installation.Find(ComponentKind.Scheduler) is not null);

    private static IEnumerable<ApiClient> Clients(AuditedSet set)
    {
        var endpoints = set.Endpoints.ToLookup(endpoint => endpoint.Host, StringComparer.Ordinal);
        foreach (var delivered in set.Hosts)
        {
            var files = new ClientFiles(delivered.Installation);
            var known = endpoints[delivered.Host.Name].ToArray();
            foreach (var endpoint in known)
                yield return new ApiClient(endpoint.Host, endpoint.Path, files.ComponentOf(endpoint.Path), Authority(endpoint.Server));
            // The kubelet of a new master writes this file itself when it joins, with the server of its bootstrap kubeconfig.
            if (files.KubeletFile is { } file && known.All(endpoint => endpoint.Path != file))
                yield return new ApiClient(delivered.Host.Name, file, ComponentName.Kubelet, set.Artefacts.Plan.Client.Authority);
        }
    }

    private static string Authority(string server) => Endpoint.TryParseMaster(server, out var endpoint) ? endpoint.Authority : server;
}
