using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class EndpointOnOneHost
{
    internal static readonly Rule Rule = new(
        "LBR033",
        Severity.Warning,
        "the endpoint stays on one of several load balancers",
        "Every client uses this one address. When its host stops, the other load balancers get no connection, and no node reaches a "
            + "kube-apiserver.",
        "let keepalived move an address of its own between the load balancers and write it as the endpoint; or write a DNS name for all of them; or "
            + "waive this with the reason",
        Example.With(loadBalancer: "{endpoint: 192.168.3.201, hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}]}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        // Other rules report a single load balancer, and an endpoint that was left out.
        if (cluster.Topology is not { LoadBalancer: { Hosts: [_, _, ..], Vip: null, IsNodeLocal: false } balancer, Masters.Length: > 1 }
            || !(balancer.Endpoint.IsWritten || balancer.IsOnMasters))
            return [];
        var endpoint = balancer.Endpoint.Value;
        var moving = VrrpInstance.All(cluster).Where(instance => instance.Carries(endpoint.Text)).DistinctBy(instance => instance.Host).ToArray();
        if (moving is [var only] && cluster.CapturedBalancers.Count() == balancer.Hosts.Length)
            return [new Finding(only.At, $"only keepalived on {only.Host} moves the endpoint {endpoint}: if it stops, no other host takes it over")];
        var at = balancer.Endpoint.IsWritten ? balancer.Endpoint.At : balancer.Placement.At;
        return from host in balancer.Hosts
               where moving is [] && Has(host, endpoint)
               select new Finding(
                   at, $"the endpoint {endpoint} is {host.Name}: if it stops, no client uses the other load balancers");
    }

    private static bool Has(Host host, HostNameOrAddress endpoint) => host.Address.Value == endpoint.Address || host.Name.Value.Text == endpoint.Text;
}
