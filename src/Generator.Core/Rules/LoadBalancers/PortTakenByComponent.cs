using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class PortTakenByComponent
{
    internal static readonly Rule Rule = new(
        "LBR053",
        Severity.Error,
        "another program of the same machine uses the load balancer's port",
        "A load balancer on a master or a worker shares the machine with Kubernetes. Only one program can listen on a port: the other one does not "
            + "start, now or after the next restart.",
        "set another loadBalancer.port, such as 8443, or change the other program's port on the host and capture it again",
        Example.With(loadBalancer: "{endpoint: kubernetes, placement: masters, port: 10250}"),
        Example.With(loadBalancer: "{endpoint: kubernetes, placement: masters, port: 8443}"),
        Check);

    // A separate rule reports the kube-apiserver's own port.
    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is not { } balancer || balancer.Port.Value == cluster.ApiserverPort)
            return [];
        return balancer.Hosts.SelectMany(host => OfEtcd(cluster, balancer, host).Concat(OfComponents(cluster, balancer, host))).Take(1);
    }

    private static IEnumerable<Finding> OfComponents(Cluster cluster, LoadBalancer balancer, Host host) =>
        from found in Machines.ComponentsOn(cluster, host)
        from taken in ComponentPort.Of(found.Installation, found.Component)
        where taken.Port == balancer.Port.Value.Number
        select new Finding(balancer.Port.At, $"port {balancer.Port} of {host.Name} is already used by {taken.Unit} of the same machine")
        {
            Related = [new RelatedPlace("its port comes from here", taken.At)],
        };

    private static IEnumerable<Finding> OfEtcd(Cluster cluster, LoadBalancer balancer, Host host) =>
        from member in EtcdMembers(cluster)
        where member.Member.Port == balancer.Port.Value && IsOn(host, member.Member.Host)
        select new Finding(balancer.Port.At, $"port {balancer.Port} of {host.Name} is already used by the etcd member {member.Member}")
        {
            Related = [new RelatedPlace("the member", member.At)],
        };

    private static IEnumerable<(Endpoint Member, Location At)> EtcdMembers(Cluster cluster)
    {
        foreach (var member in cluster.Topology.Etcd)
            yield return (member.Value, member.At);
        if (!cluster.Topology.Etcd.IsEmpty || cluster.Source?.Find(ComponentKind.Apiserver)?.Find("etcd-servers") is not { } flag)
            yield break;
        foreach (var url in flag.Text.Split(','))
        {
            if (Endpoint.TryParse(url, out var member))
                yield return (member, flag.At);
        }
    }

    private static bool IsOn(Host host, HostNameOrAddress member) => member.Address == host.Address.Value || member.Text == host.Name.Value.Text;
}
