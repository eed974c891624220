using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;

namespace Generator.Core.Planning.Emit;

/// <summary>What the kinds of files of a load balancer's programs have in common.</summary>
internal static class BalancerKind
{
    /// <summary>The files of one balancing program, on every load balancer host.</summary>
    internal static IEnumerable<(HostPlan Host, object View)> Files(
        ClusterPlan plan, BalancerProgram program, Func<BalancerPlan, HostPlan, object> view) =>
        plan.Balancer is { } balancer && balancer.Program == program
            ? plan.With(HostRole.LoadBalancer).Select(host => (host, view(balancer, host)))
            : [];

    /// <summary>The files of one unit, on the hosts that run it.</summary>
    internal static IEnumerable<(HostPlan Host, object View)> FilesOfUnit(ClusterPlan plan, string unit, Func<BalancerPlan, object> view) =>
        plan.Balancer is { } balancer
            ? plan.With(HostRole.LoadBalancer).Where(host => host.Units.Contains(unit)).Select(host => (host, view(balancer)))
            : [];

    /// <summary>The configuration that a host's unit of a program reads.</summary>
    internal static Func<HostPlan, string> PathOf(BalancerProgram program) =>
        host => program.ConfigurationOf(host.Units.Contains(program.Separate) ? program.Separate : program.Shared);
}
