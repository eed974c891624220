using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static partial class EndpointIsNoBalancer
{
    internal static readonly Rule Rule = new(
        "LBR009",
        Severity.Error,
        "the load balancer's endpoint does not lead to a load balancer",
        "Every node and every client gets this one address. Without a load balancer there, the whole cluster turns NotReady at once.",
        "write the address or name of the load balancer",
        Example.With(loadBalancer: "{endpoint: 127.0.0.1, hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}]}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is { } balancer && WhatElse(balancer, cluster.Topology) is { } other)
        {
            yield return new Finding(balancer.Endpoint.At, $"the endpoint {balancer.Endpoint} is {other}")
            {
                Hint = balancer.IsNodeLocal ? "write the address or name of a master, or of what leads to the masters from outside the nodes" : null,
            };
        }
    }

    private static string? WhatElse(LoadBalancer balancer, Topology topology) => balancer.Endpoint.Value is { Address: { } endpoint }
        ? WhatElse(endpoint, balancer, topology)
        : LoopbackName().IsMatch(balancer.Endpoint.Value.Text) ? "a name of the loopback address" : null;

    private static string? WhatElse(Address endpoint, LoadBalancer balancer, Topology topology)
    {
        // An endpoint copied from a host is wrong because that host's address is wrong, and is reported there.
        if (endpoint.SpecialKind is { } kind)
            return balancer.Endpoint.IsWritten ? kind : null;
        var worker = topology.Workers.Select(worker => worker.Host).FirstOrDefault(host => host.Address.Value == endpoint);
        return worker is not null && (balancer.IsNodeLocal || !balancer.Hosts.Any(host => Machines.AreOne(host, worker)))
            ? $"the worker {worker.Name}"
            : null;
    }

    // RFC 6761, section 6.3, and what /etc/hosts of the distributions adds.
    [GeneratedRegex(@"\A(.+\.)?(localhost|localhost[46]|ip6-localhost|ip6-loopback)(\.localdomain[46]?)?\z")]
    private static partial Regex LoopbackName();
}
