using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class OtherProxiesStay
{
    internal static readonly Rule Rule = new(
        "LBR042",
        Severity.Note,
        "a second haproxy runs next to the existing one",
        "haplane does not replace a haproxy.cfg that already serves something. A separate service, kube-haproxy.service with "
            + "/etc/haproxy/kube-haproxy.cfg, balances the kube-apiservers.",
        "no action is needed; wherever haproxy.service is monitored, monitor kube-haproxy.service too",
        Example.WithHaproxy().Adding("lb1/etc/haproxy/haproxy.cfg", "listen wiki\n    bind *:80\n    server wiki 10.0.0.5:8080\n"),
        Example.WithHaproxy(),
        Check)
    {
        NeedsNoAction = true,
    };

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Topology.LoadBalancer is not { Engine.Value.Value: BalancerEngine.Haproxy } balancer
            ? []
            : BalancerHost.Keeping(cluster, balancer, BalancerProgram.Haproxy)
                .Select(host => new Finding(host.Name.At, $"the haproxy.cfg of {host.Name} is kept; kube-haproxy.service is added next to it"));
}
