using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;

namespace Generator.Core.Planning.Plans;

/// <summary>The load balancer, with every default resolved.</summary>
/// <param name="Distro">The family of distributions.</param>
/// <param name="Port">The port that clients use.</param>
/// <param name="Http">Whether the http page is served.</param>
/// <param name="Upstream">The kube-apiservers behind it.</param>
/// <param name="Connections">The expected number of client connections.</param>
/// <param name="Hosts">The names of its hosts.</param>
/// <param name="At">The section that declares it.</param>
internal sealed record BalancerPlan(
    Distro Distro,
    Port Port,
    bool Http,
    ImmutableArray<UpstreamPlan> Upstream,
    int Connections,
    ImmutableArray<string> Hosts,
    Location At)
{
    /// <summary>The program that balances; null for an external load balancer.</summary>
    internal BalancerProgram? Program { get; init; }

    /// <summary>The address that moves between its hosts; null if there is none.</summary>
    internal VirtualAddress? Vip { get; init; }
}

/// <summary>One kube-apiserver behind the load balancer.</summary>
/// <param name="Name">The master's name.</param>
/// <param name="Endpoint">Its kube-apiserver.</param>
internal sealed record UpstreamPlan(string Name, Endpoint Endpoint);
