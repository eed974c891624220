using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Shapes;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Failures;
using Generator.Core.Reading.Originals;
using Generator.Core.Verifying.Facts;

namespace Generator.Core.Verifying;

/// <summary>The shape of a cluster as its hosts answered: what is down now cannot help when another host dies.</summary>
internal static class LiveShape
{
    internal static ClusterShape Of(Site site)
    {
        var delivery = site.Delivery;
        var port = delivery.Topology.Apiserver.Port.Value;
        var balancer = delivery.Topology.LoadBalancer;
        var masters = delivery.Hosts.Where(host => host.IsMaster).ToArray();
        return new ClusterShape
        {
            Hosts = [.. delivery.Hosts.Select(host => host.Name)],
            Entry = Entry(site, port),
            Apiservers = [.. masters.Select(host => new ApiserverOn(host.Name, Addresses(host, port), IsReady(site, host.Name, 'm')))],
            Balancers =
            [
                .. delivery.Hosts.Where(host => host.IsBalancer).Select(host => new BalancerOn(
                    host.Name,
                    balancer is { IsNodeLocal: true } ? [balancer.ForNodes.Authority] : Addresses(host, balancer?.Port.Value ?? port),
                    [.. masters.Where(master => Reaches(site, host.Name, Place(master.Address, port))).Select(master => master.Name)],
                    IsReady(site, host.Name, 'b'))
                {
                    IsNodeLocal = balancer is { IsNodeLocal: true },
                }),
            ],
            Etcd = [.. Members(site)],
            Clients = [.. site.Answering.SelectMany(Clients)],
            Nodes =
            [
                .. delivery.Hosts.Where(host => host.NodeName.Length > 0).Select(host => new NodeOn(host.Name, host.NodeName, !host.IsMaster)),
            ],
            Controllers = [.. masters.Select(host => Controllers(site, host.Name))],
        };
    }

    private static ClientEntry Entry(Site site, Port port)
    {
        var delivery = site.Delivery;
        if (delivery.Topology.LoadBalancer is not { } balancer)
        {
            var source = delivery.Hosts.First(host => host.IsSource);
            return new ClientEntry(Place(source.Address, port), [source.Name]);
        }

        if (balancer.IsNodeLocal)
            return new ClientEntry(balancer.ForNodes.Authority, []);
        var endpoint = balancer.Endpoint.Value.Text;
        var carriers = LiveAddresses.VirtualOf(site) is null
            ? delivery.Hosts.Where(host => host.Address == endpoint || host.Name == endpoint)
            : delivery.Hosts.Where(host => host.IsBalancer);
        return new ClientEntry(Place(endpoint, balancer.Port.Value), [.. carriers.Select(host => host.Name)]);
    }

    private static ImmutableArray<string> Addresses(DeliveryHost host, Port port) => [Place(host.Address, port), Place(host.Name, port)];

    private static string Place(string host, Port port) => $"{Questions.Bracketed(host)}:{port}";

    // What could not be asked is taken as reviewed.
    private static bool IsReady(Site site, string host, char kind)
    {
        var ways = site.Questions.Ways.Where(way => way.Host == host && way.Key[0] == kind).Select(way => way.Key).ToArray();
        var answers = site.Answering.SelectMany(other => other.Answers).Where(answer => ways.Contains(answer.Way)).ToArray();
        return answers.Length == 0 || answers.Any(answer => answer.Code is "200" or "401");
    }

    private static bool Reaches(Site site, string balancer, string target) =>
        site.Hosts.Where(host => host.Name == balancer).SelectMany(host => host.Ports).Where(port => port.Target == target).All(port => port.IsOpen);

    private static IEnumerable<EtcdMemberOn> Members(Site site)
    {
        var silent = site.Masters.SelectMany(host => EtcdSilent.Of(host.Records)).Select(member => member.Endpoint).ToHashSet(StringComparer.Ordinal);
        return from member in site.Questions.EtcdMembers
               let answered = site.Masters.SelectMany(host => EtcdStatus.Of(host.Records)).Any(status => status.Endpoint == member)
               let address = Endpoint.TryParse(member, out var parsed) ? parsed.Host.Text : ""
               select new EtcdMemberOn(
                   site.Delivery.Hosts.FirstOrDefault(host => host.Address == address || host.Name == address)?.Name ?? "",
                   member,
                   answered || !silent.Contains(member));
    }

    private static ControllersOn Controllers(Site site, string host)
    {
        var installation = site.Hosts.FirstOrDefault(live => live.Name == host)?.Machine?.Installation;
        return new ControllersOn(
            host,
            installation is null || installation.Find(ComponentKind.ControllerManager) is not null,
            installation is null || installation.Find(ComponentKind.Scheduler) is not null);
    }

    private static IEnumerable<ApiClient> Clients(LiveHost host)
    {
        if (host.Machine is not { } machine)
            return [];
        var files = new ClientFiles(machine.Installation);
        return from file in machine.Capture.Files
               let kubeconfig = Content.Kubeconfig(file.Value)
               where kubeconfig is not null
               from server in kubeconfig.Servers
               where Endpoint.TryParseMaster(server.Value, out _)
               select new ApiClient(host.Name, file.Key, files.ComponentOf(file.Key), Authority(server.Value));
    }

    private static string Authority(string server) => Endpoint.TryParseMaster(server, out var endpoint) ? endpoint.Authority : server;
}
