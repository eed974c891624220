using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>Collects facts about the cluster from the captured hosts.</summary>
internal sealed class ClusterDraft
{
    private const int UsualPort = 22;

    private readonly ImmutableArray<CapturedMachine> machines;
    private readonly ImmutableArray<ReportedNode> nodes;
    private readonly ImmutableArray<SeenFront> fronts;
    private readonly ImmutableArray<DraftedHost> masters;
    private readonly Guess<Port>? port;

    private ClusterDraft(ImmutableArray<CapturedHost> hosts)
    {
        machines = [.. hosts.DistinctBy(host => host.Name).Select(CapturedMachine.Of)];
        nodes = [.. machines.SelectMany(machine => machine.Report.Nodes).DistinctBy(node => node.Name)];
        port = machines.Where(IsMaster).Select(PortOf).FirstOrDefault(found => found is not null);
        var number = port?.Value.Number ?? Defaults.ApiserverPort.Number;
        fronts = [.. machines.SelectMany(SeenFronts.On).Where(front => front.LeadsTo(number))];
        masters = Masters(number);
    }

    internal static DraftedCluster Of(ImmutableArray<CapturedHost> hosts) => new ClusterDraft(hosts).Find();

    private DraftedCluster Find()
    {
        var source = machines.FirstOrDefault(machine => machine.Name == masters.FirstOrDefault(master => master.Machine is not null)?.Name);
        var workers = Workers();
        var balancer = new BalancerGuess(machines, [.. fronts.Where(front => !front.IsOfOneNode)], masters).Find();
        return new DraftedCluster(NameGuess.Of(machines), Release(source), LayoutGuess.Of(source), port, masters, workers, balancer)
        {
            Ssh = Reached(),
            Etcd = EtcdGuess.Of(source, machines),
            Apiserver = EndpointGuess.Of(machines).FirstOrDefault(),
            EtcdByFlag = EtcdGuess.ByFlag(source),
            LeftOut = [.. LeftOut(masters.Concat(workers).Concat(balancer?.Hosts ?? []))],
            FreeNames = NamedInCertificate.Of(source, masters.Concat(workers)),
            BalancerNotes = [.. BalancerNotes()],
        };
    }

    private IEnumerable<string> LeftOut(IEnumerable<DraftedHost> written) =>
        machines.Select(machine => machine.Name).Except(written.Select(host => host.Name).OfType<string>());

    private static bool IsMaster(CapturedMachine machine) => machine.Runs(ComponentKind.Apiserver);

    private static Guess<Port>? PortOf(CapturedMachine machine) =>
        machine.Flag(ComponentKind.Apiserver, "secure-port") is { } flag && Port.TryParse(flag.Text, out var found)
            ? new Guess<Port>(found, Evidence.Of(flag))
            : null;

    private static Guess<KubernetesVersion>? Release(CapturedMachine? source) =>
        source is not null
        && RunningRelease.Of(source.Installation).FirstOrDefault(release => release.Kind == ComponentKind.Apiserver)?.Plain is { } plain
        && KubernetesVersion.TryParse(plain, out var version)
            ? new Guess<KubernetesVersion>(version, $"kube-apiserver on {source.Name} prints it")
            : null;

    // In the order of the load balancer's servers if it has them all, because they were written in that order.
    private ImmutableArray<DraftedHost> Masters(int number)
    {
        var runsNode = machines.FirstOrDefault(IsMaster)?.Runs(ComponentKind.Kubelet) ?? false;
        var captured = machines
            .Where(IsMaster)
            .Select(machine => DraftedHost.Of(machine, nodes) with { LacksNode = runsNode && !machine.Runs(ComponentKind.Kubelet) })
            .ToImmutableArray();
        var servers = fronts
            .SelectMany(front => front.Servers.Where(server => server.Port == number).Select(server => (server.Host, front.Evidence)))
            .DistinctBy(server => server.Host)
            .ToImmutableArray();
        var places = captured.Select(master => servers.IndexOf(servers.FirstOrDefault(server => Is(master, server.Host)))).ToArray();
        var ordered = places.Contains(-1) ? captured : [.. captured.Zip(places).OrderBy(pair => pair.Second).Select(pair => pair.First)];
        return [.. ordered, .. servers.Where(server => !captured.Any(master => Is(master, server.Host))).Select(NotCaptured)];
    }

    private static bool Is(DraftedHost master, string server) => server == master.Address || server == master.Name;

    private DraftedHost NotCaptured((string Host, string Evidence) server) =>
        new(
            null,
            Address.TryParse(server.Host, out var address) ? address.Text : null,
            $"a server in {server.Evidence}. Not captured: {Command(server.Host)}");

    private ImmutableArray<DraftedHost> Workers()
    {
        var captured = machines
            .Where(machine => !IsMaster(machine) && machine.Runs(ComponentKind.Kubelet))
            .Select(machine => DraftedHost.Of(machine, nodes));
        var known = machines.Select(machine => (machine.Name, DraftedHost.Of(machine, nodes))).ToArray();
        var others = nodes
            .Where(node => !known.Any(host => IsSame(host.Item2, host.Name, node)))
            .Where(node => !masters.Any(master => master.Address == node.Address.Text));
        return [.. captured, .. others.Select(NotCaptured)];
    }

    private static bool IsSame(DraftedHost host, string name, ReportedNode node) =>
        host.Address == node.Address.Text || (host.NodeName?.Value.Text ?? name) == node.Name.Text;

    private DraftedHost NotCaptured(ReportedNode node)
    {
        var label = node.Name.Text.Split('.')[0];
        var isLabel = DnsLabel.TryParse(label, out _) && !Address.TryParse(node.Name.Text, out _);
        return new DraftedHost(isLabel ? label : null, node.Address.Text, $"not captured: {Command(node.Address.Text)}")
        {
            NodeName = node.Name.Text == label ? null : new Guess<DnsName>(node.Name, ""),
        };
    }

    // The way that most hosts were reached.
    private string Command(string host)
    {
        var most = Reached()?.Value;
        var name = host.Contains(':', StringComparison.Ordinal) && most is { Port: not UsualPort } ? $"[{host}]" : host;
        var port = most is { Port: not UsualPort } ? string.Create(CultureInfo.InvariantCulture, $":{most.Port}") : "";
        return $"haplane capture {most?.User ?? "root"}@{name}{port}";
    }

    private Guess<ReachedHost>? Reached()
    {
        var reached = machines
            .Select(machine => machine.Host.Reached)
            .OfType<ReachedHost>()
            .Where(host => UserName.TryParse(host.User, out _) && host.Port is > 0 and <= 65535);
        var most = reached.GroupBy(host => (host.User, host.Port)).OrderByDescending(same => same.Count()).FirstOrDefault();
        if (most is null)
            return null;
        var count = most.Count();
        var evidence = FormattableString.Invariant(
            $"{count} of {Counted.Of(machines.Length, "host")} {(count == 1 ? "was" : "were")} reached like this");
        return new Guess<ReachedHost>(most.First(), evidence);
    }

    private IEnumerable<string> BalancerNotes() =>
        fronts.Where(front => front.IsOfOneNode).Take(1)
            .Select(front => $"{front.Evidence} listens for that host alone. haplane cannot write a load balancer for each node yet");
}
