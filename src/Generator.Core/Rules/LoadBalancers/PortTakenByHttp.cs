using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class PortTakenByHttp
{
    private const int HttpPort = 80;

    internal static readonly Rule Rule = new(
        "LBR011",
        Severity.Error,
        "the load balancer's port is the port of its http page",
        "nginx would serve the http page and the kube-apiservers on one port. It does not start, or API clients get the page.",
        "set another loadBalancer.port, such as 6443, or remove http",
        Example.With(
            loadBalancer: "{endpoint: kubernetes, port: 80, http: true, hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: "
                + "192.168.3.202}]}"),
        Example.With(
            loadBalancer: "{endpoint: kubernetes, port: 80, hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}]}"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is { Http.Value.On: true, Port: { Value.Number: HttpPort } port })
            yield return new Finding(port.At, $"port {port} is the port of the http page");
    }
}
