using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>
/// Lowers a checked cluster to its plan: the originals decide everything that the topology leaves open, every machine gets its roles, and
/// every original its place and its patch. The rules guarantee that nothing is missing here.
/// </summary>
internal sealed class Lowering
{
    private readonly Cluster cluster;
    private readonly Topology topology;
    private readonly Installation source;
    private readonly Master sourceMaster;
    private readonly Endpoint client;

    // Workers that are assumed to be alike have the same files: they are created once for each installation.
    private readonly Dictionary<Installation, ImmutableArray<Artefact>> workerFiles = new(ReferenceEqualityComparer.Instance);

    private Lowering(Cluster cluster, Installation source)
    {
        this.cluster = cluster;
        this.source = source;
        topology = ResolvedTopology.Of(cluster, source);
        sourceMaster = topology.Masters.First(master => master.Host.Name.Value == topology.Source.Value);
        client = topology.LoadBalancer is { } balancer
            ? balancer.ForNodes
            : OwnApiserver(sourceMaster.Host.Address.Value);
    }

    internal static ClusterPlan Lower(Cluster cluster) =>
        cluster.Source is { } source
            ? new Lowering(cluster, source).Plan()
            : throw new ArgumentException("the rules refuse a cluster without a captured source master", nameof(cluster));

    private ClusterPlan Plan() => new(
        topology.Cluster.Value.Text,
        topology.Kubernetes.Value,
        client,
        topology.Apiserver.Port.Value,
        new EtcdPlan(
            [.. topology.Etcd.Select(member => member.Value)],
            ApiserverFlag("etcd-cafile"),
            ApiserverFlag("etcd-certfile"),
            ApiserverFlag("etcd-keyfile")),
        source.Find(ComponentKind.ControllerManager)?.Find("root-ca-file")?.Text ?? ApiserverFlag("client-ca-file"),
        [.. Machines()],
        Balancer(),
        new PacePlan(topology.Rollout.WorkerBatch.Value, topology.Rollout.GateTimeout.Value, topology.Rollout.Soak.Value),
        CertificateNames(),
        topology)
    {
        Signers = cluster.Signers?.Bytes,
        ServerName = NeededNames.ServerName(cluster),
    };

    // A name that the captured certificate lacks and no client uses was only a note, and must not stop a rollout.
    private ImmutableArray<string> CertificateNames()
    {
        var used = NeededNames.OfClients(cluster, source);
        var own = NamedCertificate.Of(cluster, NamedCertificate.Serving)?.Own;
        return [.. NeededNames.Of(cluster, source).Where(name => used.Contains(name) || own?.Names(name) == true)];
    }

    // Every machine once; one that is also a load balancer gets that role in addition.
    private IEnumerable<HostPlan> Machines()
    {
        var balancers = (topology.LoadBalancer is { } found ? found.Hosts : []).ToDictionary(host => host.Name.Value.Text, StringComparer.Ordinal);
        var others = topology.Masters.Select(Master).Concat(topology.Workers.Select(Worker)).ToArray();
        var taken = others.Select(host => host.Name).ToHashSet(StringComparer.Ordinal);
        return others
            .Select(host => balancers.GetValueOrDefault(host.Name) is { } balancer ? AlsoBalancer(host, balancer) : host)
            .Concat(balancers.Values.Where(host => !taken.Contains(host.Name.Value.Text)).Select(OnlyBalancer));
    }

    private HostPlan Master(Master master)
    {
        var name = master.Host.Name.Value.Text;
        var isSource = ReferenceEquals(master, sourceMaster);
        var runsNode = master.RunsNode?.Value.On ?? source.RunsNode;
        var retarget = RetargetOf(master);
        var made = new NewMasterFiles(source, topology.Layout, name, runsNode, retarget);
        return new HostPlan(
            name,
            runsNode ? master.NodeName.Value.Text : null,
            master.Host.Address.Value,
            SshPlan.Of(master.Host),
            isSource ? HostRole.Source : HostRole.NewMaster,
            isSource ? source : null,
            [.. source.Components.Where(component => component.IsControlPlane).Select(component => component.UnitName)],
            runsNode ? NodeUnits(source) : [],
            null,
            runsNode ? KubeProxyHealth.Of(source, retarget) : null,
            isSource ? new RepointedFiles(source, name, retarget).All() : made.All(),
            isSource ? [] : made.Unknown())
        {
            Retarget = retarget,
        };
    }

    private HostPlan Worker(Worker worker)
    {
        var name = worker.Host.Name.Value.Text;
        var installation = cluster.Of(worker);
        var retarget = RetargetOf(worker.Host, worker.NodeName.Value.Text);
        return new HostPlan(
            name,
            worker.NodeName.Value.Text,
            worker.Host.Address.Value,
            SshPlan.Of(worker.Host),
            HostRole.Worker,
            installation,
            [],
            installation is null ? [] : NodeUnits(installation),
            null,
            installation is null ? null : KubeProxyHealth.Of(installation, retarget),
            installation is null
                ? []
                : [.. WorkerFiles(installation, name, retarget).Select(artefact => artefact with { Host = name, Origin = name })],
            []);
    }

    private ImmutableArray<Artefact> WorkerFiles(Installation installation, string name, Retarget retarget)
    {
        if (!workerFiles.TryGetValue(installation, out var files))
            workerFiles[installation] = files = new RepointedFiles(installation, name, retarget).All();
        return files;
    }

    private HostPlan AlsoBalancer(HostPlan plan, Host host) =>
        plan with
        {
            Roles = plan.Roles | HostRole.LoadBalancer,
            BalancerUnit = BalancerUnit(plan.Name),
            VipUnit = VipUnit(plan.Name),
            Listen = Listen(host),
        };

    private HostPlan OnlyBalancer(Host host)
    {
        var name = host.Name.Value.Text;
        return new HostPlan(name, null, host.Address.Value, SshPlan.Of(host), HostRole.LoadBalancer, null, [], [], BalancerUnit(name), null, [], [])
        {
            VipUnit = VipUnit(name),
            BalancerCapture = cluster.Installations.GetValueOrDefault(name)?.Capture,
            Listen = Listen(host),
        };
    }

    private string ApiserverFlag(string name) => source.Find(ComponentKind.Apiserver)?.Find(name)?.Text ?? "-";

    private BalancerListen? Listen(Host host) => topology.LoadBalancer is { } balancer ? BalancerListen.Of(cluster, balancer, host) : null;

    private string? BalancerUnit(string host) =>
        Program is { } program ? BalancerHost.UnitOf(program, cluster.Installations.GetValueOrDefault(host)?.Capture) : null;

    private static ImmutableArray<string> NodeUnits(Installation installation) =>
        [.. installation.Components.Where(component => !component.IsControlPlane).Select(component => component.UnitName)];

    private Retarget RetargetOf(Master master) => RetargetOf(master.Host, master.NodeName.Value.Text) with
    {
        Names = [
            new Renamed(sourceMaster.NodeName.Value.Text, master.NodeName.Value.Text),
            new Renamed(sourceMaster.Host.Name.Value.Text, master.Host.Name.Value.Text),
        ],
    };

    private Retarget RetargetOf(Host host, string nodeName) =>
        new(sourceMaster.Host.Address.Value, host.Address.Value, nodeName, OwnApiserver(host.Address.Value), client);

    private Endpoint OwnApiserver(Address address) => Endpoint.Https(HostNameOrAddress.Of(address), topology.Apiserver.Port.Value);

    private string? VipUnit(string host) => Program is not null && topology.LoadBalancer?.Vip is not null
        ? BalancerHost.UnitOf(BalancerProgram.Keepalived, cluster.Installations.GetValueOrDefault(host)?.Capture)
        : null;

    private BalancerProgram? Program => topology.LoadBalancer is { } balancer ? BalancerProgram.Of(balancer.Engine.Value.Value) : null;

    private BalancerPlan? Balancer() => topology.LoadBalancer is not { } balancer ? null : new BalancerPlan(
        balancer.Distro.Value.Value,
        balancer.Port.Value,
        balancer.Http.Value.On,
        [.. topology.Masters.Select(master => new UpstreamPlan(master.Host.Name.Value.Text, OwnApiserver(master.Host.Address.Value)))],
        cluster.ExpectedConnections,
        [.. balancer.Hosts.Select(host => host.Name.Value.Text)],
        balancer.At)
    {
        Program = Program,
        Vip = Program is null ? null : balancer.Vip,
    };
}
