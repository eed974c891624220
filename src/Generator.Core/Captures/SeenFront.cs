using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Values;

namespace Generator.Core.Captures;

/// <summary>A place on a captured host where a load balancer takes connections and passes them on.</summary>
/// <param name="Host">The host's name.</param>
/// <param name="Engine">nginx or haproxy.</param>
/// <param name="Path">Its configuration.</param>
/// <param name="Only">The one address that it listens on; null for all.</param>
/// <param name="Port">The port that it listens on.</param>
/// <param name="Servers">What it passes connections to, each a name or an address with a port.</param>
internal sealed record SeenFront(
    string Host,
    BalancerEngine Engine,
    string Path,
    Address? Only,
    int Port,
    ImmutableArray<(string Host, int Port)> Servers)
{
    /// <summary>Whether only the host itself reaches it: a load balancer of each node, and none of the cluster.</summary>
    internal bool IsOfOneNode => Only is { IsLoopback: true };

    internal string Evidence => $"{Path} on {Host}";

    /// <summary>Whether it leads to kube-apiservers.</summary>
    /// <param name="port">The port of the kube-apiservers.</param>
    internal bool LeadsTo(int port) => Servers.Any(server => server.Port == port);

    /// <summary>Reads HOST:PORT as a balancer writes it; null for what is neither.</summary>
    internal static (string Host, int Port)? Split(string server)
    {
        var colon = server.LastIndexOf(':');
        if (colon <= server.LastIndexOf(']') || !int.TryParse(server[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return null;
        var host = server[..colon].Trim('[', ']');
        return HostNameOrAddress.TryParse(host, out var named) ? (named.Text, port) : null;
    }
}
