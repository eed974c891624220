using System.Collections.Immutable;
using Generator.Core.Reading.Failures;

namespace Generator.Tests.Failures;

/// <summary>Clusters for the failure table.</summary>
internal static class Shapes
{
    internal const string Vip = "10.0.0.9:6443";

    /// <summary>Masters m1 to m3 and workers w1 and w2, as a build leaves them: controllers at home, node agents at the entry.</summary>
    /// <param name="etcd">The hosts of the members of etcd; empty for one that is elsewhere.</param>
    internal static ClusterShape Cluster(ClientEntry entry, string[] balancers, string[] etcd, int masters = 3, int workers = 2)
    {
        string[] control = [.. Enumerable.Range(1, masters).Select(i => $"m{i}")];
        string[] nodes = [.. control, .. Enumerable.Range(1, workers).Select(i => $"w{i}")];
        return new ClusterShape
        {
            Hosts = [.. nodes.Concat(balancers).Concat(etcd).Where(host => host.Length > 0).Distinct()],
            Entry = entry,
            Apiservers = [.. control.Select(host => new ApiserverOn(host, [Apiserver(host)]))],
            Balancers = [.. balancers.Select(host => new BalancerOn(host, [$"{host}:6443"], [.. control]))],
            Etcd = [.. etcd.Select((host, i) => new EtcdMemberOn(host, $"member{i}:2379"))],
            Clients =
            [
                .. control.Select(host => new ApiClient(host, "/cfg/controllers", ComponentName.ControllerManager, Apiserver(host))),
                .. control.Select(host => new ApiClient(host, "/cfg/scheduler", ComponentName.Scheduler, Apiserver(host))),
                .. nodes.Select(host => new ApiClient(host, "/cfg/kubelet", ComponentName.Kubelet, entry.Address)),
            ],
            Nodes = [.. nodes.Select(host => new NodeOn(host, host, host.StartsWith('w')))],
            Controllers = [.. control.Select(host => new ControllersOn(host, ControllerManager: true, Scheduler: true))],
        };
    }

    internal static string Apiserver(string host) => $"{host}:7443";

    /// <summary>Three masters behind one load balancer, etcd on one master and both workers, as in the runbook.</summary>
    internal static ClusterShape Runbook => Cluster(new ClientEntry("lb1:6443", ["lb1"]), ["lb1"], ["m1", "w1", "w2"]);

    /// <summary>Two load balancers with an address that moves between them, and etcd on the masters.</summary>
    internal static ClusterShape Moving => Cluster(new ClientEntry(Vip, ["lb1", "lb2"]), ["lb1", "lb2"], ["m1", "m2", "m3"]);

    /// <summary>The same with etcd on hosts of its own.</summary>
    internal static ClusterShape Apart => Cluster(new ClientEntry(Vip, ["lb1", "lb2"]), ["lb1", "lb2"], ["e1", "e2", "e3"]);

    /// <summary>One master that clients use directly.</summary>
    internal static ClusterShape Single => Cluster(new ClientEntry(Apiserver("m1"), ["m1"]), [], ["m1"], masters: 1);

    /// <summary>Three masters without a load balancer: clients use the first.</summary>
    internal static ClusterShape Unbalanced => Cluster(new ClientEntry(Apiserver("m1"), ["m1"]), [], ["m1", "m2", "m3"]);

    /// <summary>etcd is not known.</summary>
    internal static ClusterShape Unknown => Cluster(new ClientEntry(Vip, ["lb1", "lb2"]), ["lb1", "lb2"], []);

    /// <summary>A name leads to the load balancers, one of which is a master, too.</summary>
    internal static ClusterShape Named => Cluster(new ClientEntry("api.example:6443", []), ["lb1", "m3"], ["", "", ""]);

    /// <summary>The runbook's classic fault: files that were copied still name the first master.</summary>
    internal static ClusterShape Stale => With(
        Moving,
        new ApiClient("m2", "/cfg/controllers", ComponentName.ControllerManager, Apiserver("m1")),
        new ApiClient("m3", "/cfg/controllers", ComponentName.ControllerManager, Apiserver("m1")),
        new ApiClient("w1", "/cfg/kubelet", ComponentName.Kubelet, Apiserver("m1")));

    internal static ImmutableArray<ClusterShape> All => [Runbook, Moving, Apart, Single, Unbalanced, Unknown, Named, Stale];

    private static ClusterShape With(ClusterShape shape, params ApiClient[] clients) => shape with
    {
        Clients = [.. shape.Clients.Where(client => !clients.Any(other => (other.Host, other.Path) == (client.Host, client.Path))), .. clients],
    };
}
