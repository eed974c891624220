namespace Generator.Core.Verifying.Checks;

/// <summary>Whether every load balancer reaches every master.</summary>
internal static class BalancerTargets
{
    internal static readonly LiveCheck Check = new(site =>
        from host in site.Balancers
        from port in host.Ports
        select new Check(
            host.Name,
            CheckArea.Api,
            $"connection to {port.Target}",
            port.IsOpen ? CheckState.Fine : CheckState.Problem,
            port.IsOpen ? "open" : "this load balancer cannot connect to that kube-apiserver"));
}
