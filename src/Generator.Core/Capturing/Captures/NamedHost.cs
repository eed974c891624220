using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>A host that a captured host names.</summary>
/// <param name="Why">Its role, and where it is named.</param>
public sealed record NamedHost(Address Address, string Why)
{
    /// <summary>The named hosts: nodes, etcd members, the load balancer in its kubeconfigs, the servers behind its own.</summary>
    internal static ImmutableArray<NamedHost> Of(CapturedHost host)
    {
        var machine = CapturedMachine.Of(host);
        return
        [
            .. Nodes(machine).Concat(Etcd(machine)).Concat(Endpoints(machine)).Concat(Servers(machine))
                .Where(named => named.Address.SpecialKind is null && !host.Report.Addresses.Contains(named.Address))
                .DistinctBy(named => named.Address),
        ];
    }

    private static IEnumerable<NamedHost> Nodes(CapturedMachine machine) =>
        machine.Report.Nodes.Select(node => new NamedHost(node.Address, $"node {node.Name}, listed by kubectl on {machine.Name}"));

    private static IEnumerable<NamedHost> Etcd(CapturedMachine machine) =>
        machine.Flag(ComponentKind.Apiserver, "etcd-servers") is { } flag
            ? flag.Text.Split(',').SelectMany(url =>
                Endpoint.TryParse(url, out var endpoint) ? Named(endpoint.Host.Address, $"etcd member, {Evidence.Of(flag)}") : [])
            : [];

    private static IEnumerable<NamedHost> Endpoints(CapturedMachine machine) =>
        EndpointGuess.Of([machine]).SelectMany(guess => Named(guess.Value.Host.Address, $"kube-apiserver or load balancer, {guess.Evidence}"));

    private static IEnumerable<NamedHost> Servers(CapturedMachine machine) =>
        from front in SeenFronts.On(machine)
        from server in front.Servers
        from named in Named(Address.TryParse(server.Host, out var address) ? address : null, $"behind the load balancer, {front.Evidence}")
        select named;

    private static NamedHost[] Named(Address? address, string why) => address is { } known ? [new NamedHost(known, why)] : [];
}
