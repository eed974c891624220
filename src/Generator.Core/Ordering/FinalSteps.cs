using Generator.Core.Planning;

namespace Generator.Core.Ordering;

/// <summary>The last questions: is everything where it should be, and who still talks to the source alone?</summary>
internal static class FinalSteps
{
    internal static IEnumerable<RolloutStep> Of(RolloutSubject subject)
    {
        var plan = subject.Plan;
        var masters = plan.Hosts.Where(host => host.IsMaster).Select(host => host.Address.Text);
        yield return RolloutSubject.Step(
            Phase.Final,
            "Ask the whole cluster, and list who still talks to the source alone",
            [],
            [
                new Gate(plan.Source.Name, Question.Ready, subject.Seconds, $"{plan.Client}/readyz", plan.ClusterCa),
                new Gate(plan.Source.Name, Question.ServiceEndpoints, subject.Seconds, [.. masters]),
                new Gate(plan.Source.Name, Question.AllNodesReady, subject.Seconds),
                .. plan.Departures.IsEmpty || plan.Etcd.Endpoints.IsEmpty ? Array.Empty<Gate>() : [EtcdQuorum(plan)],
                new Gate(plan.Source.Name, Question.StillConnected, 0, [plan.ApiserverPort.ToString(), .. masters, .. plan.With(HostRole.LoadBalancer).Select(host => host.Address.Text).Except(masters)]),
                .. plan.Hosts.Where(host => host.FormerPort is not null).Select(host => new Gate(host.Name, Question.StillConnected, 0, $"{host.FormerPort}")),
            ]);
    }

    internal static Gate EtcdQuorum(ClusterPlan plan) =>
        new(plan.Source.Name, Question.EtcdQuorum, 0, [plan.Etcd.Ca, plan.Etcd.Certificate, plan.Etcd.Key, .. plan.Etcd.Endpoints.Select(member => member.ToString())]);
}
