using System.Collections.Immutable;

namespace Generator.Core.Reading.Failures;

/// <summary>Computes what happens to one cluster when hosts die.</summary>
/// <param name="shape">The cluster.</param>
internal sealed class Outage(ClusterShape shape)
{
    private readonly ApiClient[] clients = [.. shape.Clients.DistinctBy(client => (client.Host, client.Path))];
    private readonly ILookup<(string Host, string Component), ApiClient> components =
        shape.Clients.Where(client => client.Component.Length > 0).ToLookup(client => (client.Host, client.Component));

    private readonly EtcdMemberOn[] members = [.. shape.Etcd.DistinctBy(member => member.Endpoint)];
    private readonly bool hasWorkers = shape.Nodes.Any(node => node.IsWorker);

    /// <summary>The row of the hosts that die together.</summary>
    internal FailureRow Of(ImmutableArray<string> dead)
    {
        var quorum = new EtcdQuorum(members.Count(member => member.IsUp && !dead.Contains(member.Host)), members.Length);
        var reach = new ApiReaching(shape, dead, quorum.Holds);
        var (judged, dark) = Judged(dead, reach);
        var managers = Leading(ComponentName.ControllerManager, shape.Controllers.Where(on => on.ControllerManager), dead, reach);
        var schedulers = Leading(ComponentName.Scheduler, shape.Controllers.Where(on => on.Scheduler), dead, reach);
        (string Name, string[]? Hosts)[] controllers = [(ComponentName.ControllerManager, Hosts: managers), (ComponentName.Scheduler, schedulers)];
        var leaderless = controllers
            .Where(component => component.Hosts is [])
            .Select(component => component.Name)
            .ToImmutableArray();
        return new FailureRow(
            dead,
            Reach(judged, dark.Length, reach),
            quorum,
            leaderless.IsEmpty ? [.. shape.Controllers.Select(on => on.Host).Intersect((managers ?? []).Union(schedulers ?? []))] : [],
            dark,
            [.. shape.Nodes.Where(node => dead.Contains(node.Host)).Select(node => node.Name)],
            reach.HasAny && schedulers is not [] && HasPlace(dead, reach, workers: false))
        {
            EndpointAnswers = reach.EntryAnswers,
            Leaderless = leaderless,
            OnlyMasters = hasWorkers && HasPlace(dead, reach, workers: false) && !HasPlace(dead, reach, workers: true),
            NotReadyNodes = [.. Alive(dead).Where(node => reach.HasAny && !Works(node.Host, ComponentName.Kubelet, reach)).Select(node => node.Name)],
        };
    }

    private (int Judged, ImmutableArray<string> Dark) Judged(ImmutableArray<string> dead, ApiReaching reach)
    {
        var judged = 0;
        var dark = ImmutableArray.CreateBuilder<string>();
        foreach (var client in clients.Where(client => !dead.Contains(client.Host)))
        {
            if (reach.From(client.Host, client.Server) is not { } answers)
                continue;
            judged++;
            if (!answers)
                dark.Add($"{client.Host}:{client.Path}");
        }

        return (judged, dark.ToImmutable());
    }

    private static ApiReach Reach(int judged, int dark, ApiReaching reach) => (reach.HasAny, judged, dark) switch
    {
        (false, _, _) => ApiReach.None,
        (_, 0, _) => reach.EntryAnswers ? ApiReach.All : ApiReach.Some,
        (_, _, 0) => ApiReach.All,
        _ => dark == judged ? ApiReach.None : ApiReach.Some,
    };

    // Null if no host is known to run it: then nothing is claimed.
    private string[]? Leading(string component, IEnumerable<ControllersOn> all, ImmutableArray<string> dead, ApiReaching reach)
    {
        var hosts = all.Select(on => on.Host).ToArray();
        return hosts is [] ? null : [.. hosts.Where(host => !dead.Contains(host) && Works(host, component, reach))];
    }

    private bool HasPlace(ImmutableArray<string> dead, ApiReaching reach, bool workers) =>
        shape.Nodes.IsEmpty || Alive(dead).Any(node => (node.IsWorker || !workers) && Works(node.Host, ComponentName.Kubelet, reach));

    private IEnumerable<NodeOn> Alive(ImmutableArray<string> dead) => shape.Nodes.Where(node => !dead.Contains(node.Host));

    // A component whose file is not known, or names an address that is not known, is expected to be as a build leaves it: a controller uses the
    // kube-apiserver of its own host, a kubelet the endpoint.
    private bool Works(string host, string component, ApiReaching reach) =>
        components[(host, component)].Select(client => reach.From(client.Host, client.Server)).FirstOrDefault()
            ?? (component == ComponentName.Kubelet ? reach.EntryAnswers : reach.OwnAnswers(host));
}
