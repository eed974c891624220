using System.Net;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class ServiceRangeOverlaps
{
    internal static readonly Rule Rule = new(
        "FLG018",
        Severity.Error,
        "the service range overlaps another range",
        "One address would belong to a service and to a pod or a host at once. Which of them a client reaches is random.",
        "choose a range that no host and no pod uses; it can be set only when a cluster is created",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-controller-manager.conf",
            "--cluster-cidr=10.244.0.0/16",
            "--cluster-cidr=10.0.0.0/16"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var flag = cluster.Source?.Find(ComponentKind.Apiserver)?.Find("service-cluster-ip-range");
        if (flag is null)
            return [];
        var ranges = flag.Text.Split(',');
        if (ranges.FirstOrDefault(range => !IPNetwork.TryParse(range, out _)) is { } malformed)
            return [new Finding(flag.At, $"found {Quoted.Text(malformed)} for --service-cluster-ip-range, expected a range such as 10.96.0.0/16")];
        return ranges.Select(range => IPNetwork.Parse(range))
            .SelectMany(services => Overlaps(cluster, services))
            .Take(1)
            .Select(what => new Finding(flag.At, $"the service range {flag.Text} {what}"));
    }

    private static IEnumerable<string> Overlaps(Cluster cluster, IPNetwork services)
    {
        var hosts = cluster.Topology.Hosts.Where(host => services.Contains(IPAddress.Parse(host.Address.Value.Text)))
            .Select(host => $"contains the host {host.Name}");
        var pods = cluster.Source?.Find(ComponentKind.ControllerManager)?.Find("cluster-cidr")?.Text.Split(',') ?? [];
        return hosts.Concat(
            pods.Where(range =>
                IPNetwork.TryParse(range, out var found) && (services.Contains(found.BaseAddress) || found.Contains(services.BaseAddress)))
                .Select(range => $"overlaps the pod range {range}"));
    }
}
