using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Originals;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Actions;
using Generator.Core.Rollout.Gates;

namespace Generator.Core.Planning.Ordering;

/// <summary>Preflight, backup and staging: nothing that a user of the cluster could notice.</summary>
internal static class Preparation
{
    // kube-controller-manager and kube-scheduler; kubelet, kube-proxy's metrics and health (kubernetes.io, "Ports and Protocols").
    private static readonly string[] ControlPlanePorts = ["10257", "10259"];
    private static readonly string[] NodePorts = ["10250", "10249", "10256"];

    // A record of a plan stays a line that can be read.
    private const int MostNames = 50;

    internal static IEnumerable<RolloutStep> Of(RolloutSubject subject)
    {
        yield return RolloutSubject.Step(
            Phase.Preflight,
            "Check every host before the first change anywhere",
            subject.Plan.Hosts.SelectMany(host => Questions(subject, host))
                .Concat(OfDepartures(subject.Plan))
                .Select(gate => StepLine.Ask(gate, StepLine.All)));
        yield return RolloutSubject.Step(Phase.Backup, "Back up etcd and the files that will change", Backups(subject));
        // New masters copy from the source, whose engine sends only what a plan of this output lists.
        var staged = subject.Plan.Hosts.Where(host => subject.IsChanged(host) || (host.Is(HostRole.Source) && !subject.NewMasters.IsEmpty));
        string[] hosts = [.. staged.Select(host => host.Name).Union(subject.Plan.Departures.Select(departure => departure.Host))];
        if (hosts.Length > 0)
        {
            yield return RolloutSubject.Step(
                Phase.Stage,
                "Bring the files to every host, in use by nothing yet",
                [
                    .. hosts.Select(host => StepLine.Do(new Stage(host), AboutOf(subject, host))),
                    .. hosts.Select(host => StepLine.Ask(new Digests(host, 0), AboutOf(subject, host))),
                ]);
        }
    }

    private static IEnumerable<StepLine> Backups(RolloutSubject subject)
    {
        var (source, etcd) = (subject.Source, subject.Plan.Etcd);
        if (etcd.Endpoints.Length > 0)
            yield return StepLine.Do(new BackUpEtcd(source, string.Join(',', etcd.Endpoints), etcd.Ca, etcd.Certificate, etcd.Key), StepLine.All);
        foreach (var host in subject.ChangedHosts)
            yield return StepLine.Do(new BackUpFiles(host.Name), AboutOf(subject, host.Name));
    }

    // The source answers for the others, also where it is not changed itself.
    private static string AboutOf(RolloutSubject subject, string host) => host == subject.Source ? StepLine.All : host;

    private static IEnumerable<Gate> Questions(RolloutSubject subject, HostPlan host)
    {
        yield return new Reachable(host.Name, 0);
        yield return new Clock(host.Name, 0, subject.Plan.Source.Name);
        if (subject.IsChanged(host))
            yield return new DiskSpace(host.Name, 0);
        if (Names(subject.Plan) is { Length: > 0 } names)
            yield return new NamesResolve(host.Name, 0, names);
        foreach (var gate in OfRole(subject.Plan, host))
            yield return gate;
    }

    private static IEnumerable<Gate> OfRole(ClusterPlan plan, HostPlan host)
    {
        if (host.Is(HostRole.Source))
            yield return new CertificateNames(host.Name, 0, plan.ApiserverOf(host).Authority, [.. plan.CertificateNames]);
        // The last step asks there.
        if (host.Is(HostRole.Source) && plan.IsNodeLocal && plan.People.Host.Address is null)
            yield return new NamesResolve(host.Name, 0, [plan.People.Host.Text]);
        if (host.Is(HostRole.Source) && plan.External is not null && plan.ServerName is null)
            yield return new EndpointAnswers(host.Name, 0, $"{plan.Client}/readyz", plan.ClusterCa);
        if (host.Is(HostRole.NewMaster))
        {
            foreach (var gate in OfNewMaster(plan, host))
                yield return gate;
        }

        if (host.Is(HostRole.LoadBalancer) && plan.Balancer is { } balancer)
        {
            foreach (var gate in OfBalancer(plan, balancer, host))
                yield return gate;
        }
    }

    private static IEnumerable<Gate> OfNewMaster(ClusterPlan plan, HostPlan host)
    {
        yield return new Architecture(host.Name, 0, plan.Source.Name);
        string[] ports = [plan.ApiserverPort.ToString(), .. ControlPlanePorts, .. host.NodeName is null ? [] : NodePorts];
        foreach (var port in ports)
            yield return new PortFree(host.Name, 0, port);
        // A member on a machine that leaves may be dead already.
        foreach (var member in plan.Etcd.Endpoints.Where(member =>
            plan.Departures.All(departure => !departure.IsWhole || departure.Address != member.Host.Address)))
            yield return new EtcdAnswers(host.Name, 0, member.ToString(), plan.Etcd.Ca, plan.Etcd.Certificate, plan.Etcd.Key);
        foreach (var names in NodeNames(plan).Chunk(MostNames))
            yield return new NamesResolve(host.Name, 0, [.. names]);
        if (host.NodeName is null)
            yield break;
        yield return new ContainerRuntime(host.Name, 0);
        yield return new NodePrerequisites(host.Name, 0);
        yield return new BootstrapToken(plan.Source.Name, 0, Bootstrap(plan), host.NodeName);
    }

    // An apiserver that reaches kubelets by name (kubernetes.io, kube-apiserver, --kubelet-preferred-address-types) needs them for logs and exec.
    // Without a cloud provider a node has a host name and an internal address only. By default the host name comes first.
    private static IEnumerable<string> NodeNames(ClusterPlan plan) =>
        (plan.Source.Captured?.Find(ComponentKind.Apiserver)?.Find("kubelet-preferred-address-types")?.Text ?? "Hostname")
            .Split(',')
            .FirstOrDefault(type => type is "Hostname" or "InternalIP") == "Hostname"
            ? plan.Hosts.Select(host => host.NodeName).OfType<string>()
            : [];

    private static IEnumerable<Gate> OfDepartures(ClusterPlan plan)
    {
        foreach (var departure in plan.Departures.Where(departure => departure.IsWhole))
            yield return new Reachable(departure.Host, 0);
        if (!plan.Departures.IsEmpty && plan.Etcd.Endpoints.Length > 0)
            yield return FinalSteps.EtcdQuorum(plan);
    }

    private static string Bootstrap(ClusterPlan plan) =>
        plan.Source.Captured?.Find(ComponentKind.Kubelet)?.Find("bootstrap-kubeconfig")?.Text ?? "-";

    private static IEnumerable<Gate> OfBalancer(ClusterPlan plan, BalancerPlan balancer, HostPlan host)
    {
        foreach (var gate in OfPrograms(balancer, host).Concat(OfVip(balancer, host)))
            yield return gate;
        yield return new Connects(host.Name, 0, plan.Source.Address.Text, plan.ApiserverPort.ToString());
    }

    private static IEnumerable<Gate> OfPrograms(BalancerPlan balancer, HostPlan host)
    {
        var port = balancer.Port.ToString();
        if (balancer.Program == BalancerProgram.Nginx)
        {
            yield return new NginxStream(host.Name, 0);
            yield return new PortFree(host.Name, 0, port);
            if (balancer.Http && host.BalancerUnit == BalancerProgram.Nginx.Shared)
                yield return new PortFree(host.Name, 0, "80");
            yield return new SelinuxAllows(host.Name, 0, port);
        }
        else
        {
            yield return Installed(BalancerProgram.Haproxy, host);
            yield return new PortFree(host.Name, 0, port);
            yield return new PortFree(host.Name, 0, PlanField.Of(HaproxyMonitor.Port));
            // It covers every port that haproxy listens on or connects to (haproxy_selinux(8)).
            yield return new SelinuxSwitch(host.Name, 0, "haproxy_connect_any");
        }
    }

    private static IEnumerable<Gate> OfVip(BalancerPlan balancer, HostPlan host)
    {
        if (balancer.Vip is not { } vip)
            yield break;
        yield return Installed(BalancerProgram.Keepalived, host);
        yield return new InterfaceHas(host.Name, 0, vip.Interface.ToString(), host.Address.Text);
        // The check connects to haproxy's monitor port.
        if (balancer.Program == BalancerProgram.Haproxy)
            yield return new SelinuxSwitch(host.Name, 0, "keepalived_connect_any");
    }

    private static ProgramInstalled Installed(BalancerProgram program, HostPlan host) => new(host.Name, 0, program.Name, program.OldestRelease);

    // What has to be in /etc/hosts or in the DNS of every host: names in URLs, not those of the hosts themselves.
    private static ImmutableArray<string> Names(ClusterPlan plan) =>
        [
            .. plan.Etcd.Endpoints.Append(plan.Client)
                .Select(endpoint => endpoint.Host)
                .Where(host => host.Address is null)
                .Select(host => host.Text)
                .Distinct(),
        ];
}
