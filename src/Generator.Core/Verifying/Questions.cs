using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Model;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Gates;

namespace Generator.Core.Verifying;

/// <summary>What each host is asked, from the reviewed output.</summary>
/// <param name="Delivery">The output.</param>
/// <param name="Ways">The ways to a kube-apiserver that masters try.</param>
/// <param name="Targets">The masters' kube-apiservers, <c>ADDRESS:PORT</c>, which every load balancer must reach.</param>
internal sealed record Questions(Delivery Delivery, ImmutableArray<ApiWay> Ways, ImmutableArray<string> Targets)
{
    internal static Questions Of(Delivery delivery)
    {
        var port = delivery.Topology.Apiserver.Port.Value;
        var masters = delivery.Hosts.Where(host => host.IsMaster).Select((host, index) => new ApiWay(
            Key("m", index), host.Name, $"{host.Name} directly", Url(host.Address, port), "-")
        {
            IsOfItself = true,
        });
        return new Questions(
            delivery,
            [.. masters, .. Balanced(delivery)],
            [.. delivery.Hosts.Where(host => host.IsMaster).Select(host => $"{Bracketed(host.Address)}:{port}")]);
    }

    /// <summary>The client endpoints of the etcd members that the rollout asked.</summary>
    internal ImmutableArray<string> EtcdMembers => [.. AskedMembers.Select(gate => gate.Member)];

    private IEnumerable<EtcdAnswers> AskedMembers => Gates.OfType<EtcdAnswers>()
        .Concat(Gates.OfType<EtcdQuorum>().SelectMany(gate => gate.Members.Select(
            member => new EtcdAnswers(gate.Host, gate.Seconds, member, gate.Ca, gate.Certificate, gate.Key))))
        .DistinctBy(gate => gate.Member);

    private IEnumerable<Instruction> Gates => GatesOf(Delivery);

    private static IEnumerable<Instruction> GatesOf(Delivery delivery) =>
        delivery.Plan is { } plan ? plan.Steps.SelectMany(step => step.Lines).Select(line => line.Instruction) : [];

    /// <summary>The lines for a host, as its engine reads them.</summary>
    internal ReadOnlyMemory<byte> For(string host)
    {
        var asked = Delivery.Find(host);
        IEnumerable<string> lines =
        [
            .. asked is { IsMaster: true } ? OfMaster(host) : [],
            .. asked is { IsMaster: false, IsBalancer: true } ? OwnAnswers(host) : [],
            .. asked is { IsBalancer: true } ? Connections() : [],
        ];
        return Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line}\n")));
    }

    private static IEnumerable<ApiWay> Balanced(Delivery delivery)
    {
        if (delivery.Topology.LoadBalancer is not { } balancer)
            return [];
        if (balancer.IsNodeLocal)
            return OnNodes(delivery, balancer);
        var (endpoint, port) = (balancer.Endpoint.Value.Text, balancer.Port.Value);
        // The rollout has asked under the name that clients expect in the certificate: it may be another one (tls-server-name).
        var served = GatesOf(delivery).OfType<ReadyThrough>().Select(gate => gate.Url[..^"/readyz".Length]).FirstOrDefault();
        var url = served ?? Url(endpoint, port);
        var through = delivery.Hosts.Where(host => host.IsBalancer).Select((host, index) => new ApiWay(
            Key("b", index), host.Name, $"through the load balancer {host.Name}", url, host.Address)).ToArray();
        var isNamedOtherwise = url != Url(endpoint, port) && balancer.Endpoint.Value.Address is not null;
        var direct = new ApiWay("e", "", $"through the endpoint {endpoint}:{port}", url, isNamedOtherwise ? endpoint : "-");
        return through is [{ Through: var only }] && only == endpoint ? through : [.. through, direct];
    }

    // On loopback, only the host itself can ask.
    private static IEnumerable<ApiWay> OnNodes(Delivery delivery, LoadBalancer balancer)
    {
        var asked = GatesOf(delivery).OfType<ReadyThrough>().ToLookup(gate => gate.Host, StringComparer.Ordinal);
        var people = balancer.ForPeople(delivery.Topology.Apiserver.Port.Value);
        return
        [
            .. delivery.Hosts.Where(host => host.IsBalancer).Select((host, index) =>
            {
                var url = asked[host.Name].Select(gate => gate.Url[..^"/readyz".Length]).FirstOrDefault() ?? balancer.ForNodes.ToString();
                var through = url == balancer.ForNodes.ToString() ? "-" : Loopback;
                return new ApiWay(Key("b", index), host.Name, $"through its own load balancer, on {host.Name}", url, through)
                {
                    IsOfItself = true,
                };
            }),
            new ApiWay("e", "", $"through the endpoint of people {people.Authority}", people.ToString(), "-"),
        ];
    }

    private IEnumerable<string> OwnAnswers(string host)
    {
        var ca = Gates.OfType<ReadyThrough>().Where(gate => gate.Host == host).Select(gate => gate.Ca).FirstOrDefault();
        return ca is null ? [] : Ways.Where(way => way.IsOfItself && way.Host == host).Select(way => Answer(way, ca));
    }

    private static string Answer(ApiWay way, string ca) => $"answer\t{way.Key}\t{way.Url}\t{ca}\t{way.Through}";

    private static string Loopback => Address.Loopback.Text;

    private IEnumerable<string> OfMaster(string host)
    {
        if (Delivery.Plan is not { } plan)
            return [];
        var gates = Gates.ToArray();
        var ca = gates.OfType<Ready>().Select(gate => gate.Ca).FirstOrDefault();
        var ways = Ways.Where(way => !way.IsOfItself || way.Host == host);
        return
        [
            $"kubectl\t{plan.Kubectl}",
            .. ca is null ? [] : ways.Select(way => Answer(way, ca)),
            "cluster",
            .. AskedMembers.Select(gate => $"etcd\t{gate.Member}\t{gate.Ca}\t{gate.Certificate}\t{gate.Key}"),
            .. gates.OfType<BootstrapToken>().Select(gate => $"token\t{gate.Kubeconfig}").Distinct(),
            $"peers\t{Delivery.Topology.Apiserver.Port.Value}",
        ];
    }

    private IEnumerable<string> Connections() => Targets.Select(target => $"connect\t{target}");

    private static string Key(string kind, int index) => string.Create(CultureInfo.InvariantCulture, $"{kind}.{index}");

    private static string Url(string host, Port port) => $"https://{Bracketed(host)}:{port}";

    internal static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
}
