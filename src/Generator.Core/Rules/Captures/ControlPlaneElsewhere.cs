using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class ControlPlaneElsewhere
{
    internal static readonly Rule Rule = new(
        "KCF002",
        Severity.Warning,
        "a control plane kubeconfig names another host",
        "When that host stops, this controller-manager or scheduler cannot take the lease. The cluster looks highly available but is not.",
        "no manual action is needed: the rollout points it at its own kube-apiserver; waive this with that reason",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.kubeconfig",
            "https://192.168.3.171:6443",
            "https://192.168.3.172:6443"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from master in cluster.Topology.Masters
        let installation = cluster.Installations.GetValueOrDefault(master.Host.Name.Value.Text)
        where installation is not null
        let advertised = installation.Find(ComponentKind.Apiserver)?.Find("advertise-address")?.Text
        from entry in installation.Closure
        where entry.Role == FileRole.ControlPlaneKubeconfig
        from server in entry.Content is { } content && Content.Kubeconfig(content) is { } kubeconfig ? kubeconfig.Servers : []
        where Endpoint.TryParse(server.Value, out var endpoint) && !IsOwn(endpoint.Host, master.Host) && endpoint.Host.Text != advertised
        select new Finding(server.At, $"{entry.Path} of {master.Host.Name} names {server.Value}, expected its own kube-apiserver");

    private static bool IsOwn(HostNameOrAddress named, Host host) =>
        named.Address is { } address
            ? address.IsLoopback || address == host.Address.Value
            : named.Text == "localhost" || string.Equals(named.Text, host.Name.Value.Text, StringComparison.OrdinalIgnoreCase);
}
