using System.Collections.Immutable;
using Generator.Core.Foundation.Formats;
using Generator.Core.Foundation.Templating;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;

namespace Generator.Core.Output.Layouts;

/// <summary>topology.yaml in <c>out/</c>: every default explicit, every range expanded. It compiles to the same files.</summary>
internal static class TopologyPage
{
    /// <summary>The record for the template.</summary>
    internal sealed record View(
        string Cluster,
        string Kubernetes,
        string SshUser,
        string SshPort,
        ImmutableArray<Pair> Layout,
        string ApiserverPort,
        ImmutableArray<string> ExtraSans,
        string Source,
        ImmutableArray<Entry> Masters,
        ImmutableArray<Entry> Workers,
        ImmutableArray<string> Etcd,
        Balancer? LoadBalancer,
        string WorkerBatch,
        string GateTimeout,
        string Soak,
        string Language,
        string Signers,
        ImmutableArray<Waived> Waivers);

    /// <summary>A key and its value.</summary>
    internal sealed record Pair(string Key, string Value);

    /// <summary>A host: its keys, all written.</summary>
    internal sealed record Entry(ImmutableArray<Pair> Pairs, ImmutableArray<Pair> Ssh);

    /// <summary>The load balancer.</summary>
    internal sealed record Balancer(ImmutableArray<Pair> Pairs, ImmutableArray<Entry> Hosts);

    /// <summary>A waiver.</summary>
    internal sealed record Waived(string Rule, string Reason);

    internal static string Of(Topology topology) => Templates.Render("topology.yaml", ViewOf(topology));

    private static View ViewOf(Topology topology) => new(
        YamlText.Quoted(topology.Cluster.ToString()),
        topology.Kubernetes.ToString(),
        YamlText.Quoted(topology.Ssh.User.ToString()),
        topology.Ssh.Port.ToString(),
        LayoutOf(topology.Layout),
        topology.Apiserver.Port.ToString(),
        [.. topology.Apiserver.ExtraSans.Select(name => YamlText.Quoted(name.ToString()))],
        YamlText.Quoted(topology.Source.ToString()),
        [.. topology.Masters.Select(master => Master(master))],
        [.. topology.Workers.Select(worker => Worker(worker))],
        [.. topology.Etcd.Select(member => YamlText.Quoted(member.ToString()))],
        topology.LoadBalancer is { } balancer ? BalancerOf(balancer) : null,
        topology.Rollout.WorkerBatch.ToString(),
        topology.Rollout.GateTimeout.ToString(),
        topology.Rollout.Soak.ToString(),
        topology.Language.ToString(),
        topology.Signers is { } signers ? YamlText.Quoted(signers.ToString()) : "",
        [.. topology.Waivers.Select(waiver => new Waived(waiver.Rule.ToString(), YamlText.Quoted(waiver.Reason.ToString())))]);

    private static ImmutableArray<Pair> LayoutOf(Layout layout) =>
    [
        new("root", YamlText.Quoted(layout.Root.ToString())),
        new("bin", YamlText.Quoted(layout.Bin.ToString())),
        new("cfg", YamlText.Quoted(layout.Cfg.ToString())),
        new("ssl", YamlText.Quoted(layout.Ssl.ToString())),
        new("logs", YamlText.Quoted(layout.Logs.ToString())),
        new("units", YamlText.Quoted(layout.Units.ToString())),
        new("cni", YamlText.Quoted(layout.Cni.ToString())),
        new("kubectl", YamlText.Quoted(layout.Kubectl.ToString())),
    ];

    private static Entry Master(Master master)
    {
        var entry = Host(master.Host);
        ImmutableArray<Pair> pairs = [.. entry.Pairs, new("nodeName", YamlText.Quoted(master.NodeName.ToString()))];
        if (master.RunsNode is { } node)
            pairs = pairs.Add(new("node", node.ToString()));
        return entry with { Pairs = pairs };
    }

    private static Entry Worker(Worker worker)
    {
        var entry = Host(worker.Host);
        ImmutableArray<Pair> pairs = [.. entry.Pairs, new("nodeName", YamlText.Quoted(worker.NodeName.ToString()))];
        return entry with { Pairs = worker.OriginalsAssumed ? pairs.Add(Assumed) : pairs };
    }

    private static Pair Assumed => new("originals", "assumed");

    private static Entry Host(Host host)
    {
        ImmutableArray<Pair> ssh =
        [
            new("user", YamlText.Quoted(host.Ssh.User.ToString())),
            new("port", host.Ssh.Port.ToString()),
            new("address", YamlText.Quoted(host.Ssh.Address.ToString())),
        ];
        if (host.Ssh.Jump is { } jump)
            ssh = ssh.Add(new("jump", YamlText.Quoted(jump.ToString())));
        if (host.Ssh.HostKey is { } key)
            ssh = ssh.Add(new("hostKey", YamlText.Quoted(key.ToString())));
        return new Entry([new("name", YamlText.Quoted(host.Name.ToString())), new("address", YamlText.Quoted(host.Address.ToString()))], ssh);
    }

    private static Balancer BalancerOf(LoadBalancer balancer) => new(
        [
            new("engine", balancer.Engine.ToString()),
            .. OfHosts(balancer, new("placement", balancer.Placement.ToString())),
            new("endpoint", YamlText.Quoted(balancer.Endpoint.ToString())),
            .. OfHosts(balancer, new("distro", balancer.Distro.ToString())),
            new("port", balancer.Port.ToString()),
            .. OfHosts(balancer, new("http", balancer.Http.ToString())),
            .. VipOf(balancer),
        ],
        [.. (balancer.IsOnMasters || balancer.IsNodeLocal ? [] : balancer.Hosts).Select(Host)]);

    private static ImmutableArray<Pair> VipOf(LoadBalancer balancer) => balancer.Vip is { } vip
        ? [new("vip", $"{{address: {Quoted(vip.Address)}, routerId: {vip.RouterId}, interface: {Quoted(vip.Interface)}}}")]
        : [];

    private static string Quoted(object value) => YamlText.Quoted($"{value}");

    // A key for hosts, which an external load balancer does not have.
    private static ImmutableArray<Pair> OfHosts(LoadBalancer balancer, Pair pair) =>
        balancer.Engine.Value.Value == BalancerEngine.External ? [] : [pair];
}
