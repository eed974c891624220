using Generator.Core.Originals;
using Generator.Core.Planning;

namespace Generator.Core.Ordering;

/// <summary>Backup, preflight and staging: nothing that a user of the cluster could notice.</summary>
internal static class Preparation
{
    internal static IEnumerable<RolloutStep> Of(RolloutSubject subject)
    {
        yield return RolloutSubject.Step(Phase.Backup, "Back up etcd and the files that will change", Backups(subject), []);
        yield return RolloutSubject.Step(Phase.Preflight, "Ask every host before the first change anywhere", [], subject.Plan.Hosts.SelectMany(host => Questions(subject, host)));
        if (subject.ChangedHosts.Any())
        {
            yield return RolloutSubject.Step(
                Phase.Stage,
                "Bring the files to every host, in use by nothing yet",
                subject.ChangedHosts.Select(host => new RolloutAction(host.Name, Verb.Stage)),
                subject.ChangedHosts.Select(host => new Gate(host.Name, Question.Digests, 0)));
        }
    }

    private static IEnumerable<RolloutAction> Backups(RolloutSubject subject)
    {
        var plan = subject.Plan;
        var apiserver = plan.Source.Captured?.Find(ComponentKind.Apiserver);
        if (plan.Etcd.Length > 0 && apiserver is not null)
        {
            string File(string flag) => apiserver.Find(flag)?.Text ?? "-";
            var endpoints = string.Join(',', plan.Etcd);
            yield return new RolloutAction(plan.Source.Name, Verb.BackUpEtcd, endpoints, File("etcd-cafile"), File("etcd-certfile"), File("etcd-keyfile"));
        }

        foreach (var host in subject.ChangedHosts)
            yield return new RolloutAction(host.Name, Verb.BackUpFiles);
    }

    private static IEnumerable<Gate> Questions(RolloutSubject subject, HostPlan host)
    {
        yield return new Gate(host.Name, Question.Reachable, 0);
        yield return new Gate(host.Name, Question.Clock, 0, subject.Plan.Source.Name);
        if (subject.IsChanged(host))
            yield return new Gate(host.Name, Question.DiskSpace, 0);
        foreach (var gate in OfRole(subject.Plan, host))
            yield return gate;
    }

    private static IEnumerable<Gate> OfRole(ClusterPlan plan, HostPlan host)
    {
        if (host.Is(HostRole.Source))
            yield return new Gate(host.Name, Question.CertificateNames, 0, [.. Names(plan)]);
        if (host.Is(HostRole.NewMaster))
        {
            yield return new Gate(host.Name, Question.Architecture, 0, plan.Source.Name);
            yield return new Gate(host.Name, Question.PortFree, 0, plan.ApiserverPort.ToString());
            foreach (var member in plan.Etcd)
                yield return new Gate(host.Name, Question.EtcdAnswers, 0, member.ToString());
            if (host.NodeName is not null)
            {
                yield return new Gate(host.Name, Question.ContainerRuntime, 0);
                yield return new Gate(plan.Source.Name, Question.BootstrapToken, 0);
            }
        }

        if (host.Is(HostRole.LoadBalancer) && plan.Balancer is { } balancer)
        {
            yield return new Gate(host.Name, Question.NginxStream, 0);
            yield return new Gate(host.Name, Question.PortFree, 0, balancer.Port.ToString());
            yield return new Gate(host.Name, Question.Connects, 0, plan.Source.Address.Text, plan.ApiserverPort.ToString());
        }
    }

    private static IEnumerable<string> Names(ClusterPlan plan) =>
        plan.Hosts.Where(host => host.IsMaster).Select(host => host.Address.Text)
            .Append(plan.Client.Host.Text)
            .Concat(plan.ExtraNames)
            .Distinct();
}
