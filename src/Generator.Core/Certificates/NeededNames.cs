using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Model;
using Generator.Core.Originals;
using Generator.Core.Values;

namespace Generator.Core.Certificates;

/// <summary>
/// What the apiserver's certificate must name (kubernetes.io, "PKI certificates and requirements"): every master, what clients use, the
/// Service "kubernetes" by its names and its address, and loopback.
/// </summary>
internal static class NeededNames
{
    private static readonly string[] ServiceNames = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"];

    /// <summary>The names and addresses, each once.</summary>
    internal static ImmutableArray<string> Of(Topology topology, Installation source) =>
    [
        .. topology.Masters.SelectMany(master => new[] { master.Host.Name.Value.Text, master.Host.Address.Value.Text })
            .Concat(topology.LoadBalancer is { } balancer ? [balancer.Endpoint.Value.Text] : [])
            .Append("127.0.0.1")
            .Concat(ServiceNames)
            .Concat(FirstServiceAddress(source) is { } address ? [address.Text] : [])
            .Concat(topology.Apiserver.ExtraSans.Select(name => name.Value.Text))
            .Distinct(),
    ];

    // The Service "kubernetes" has the first address of the range, whichever address of it the flag names.
    private static Address? FirstServiceAddress(Installation source)
    {
        var range = source.Find(ComponentKind.Apiserver)?.Find("service-cluster-ip-range")?.Text.Split(',')[0].Split('/');
        return range is [var start, var prefix] && Address.TryParse(start, out var address) && int.TryParse(prefix, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            ? address.Masked(bits).Plus(1)
            : null;
    }
}
