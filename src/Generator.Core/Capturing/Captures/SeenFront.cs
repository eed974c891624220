using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Capturing.Captures;

/// <summary>A place on a captured host where a load balancer accepts connections and passes them on.</summary>
/// <param name="Engine">nginx or haproxy.</param>
/// <param name="Path">Its configuration file.</param>
/// <param name="Only">The single address that it listens on; null for all.</param>
/// <param name="Servers">The servers behind it, each a name or an address with a port.</param>
internal sealed record SeenFront(
    string Host,
    BalancerEngine Engine,
    string Path,
    Address? Only,
    int Port,
    ImmutableArray<(string Host, int Port)> Servers)
{
    /// <summary>Whether only the host itself can reach it: then it is a node's own load balancer, not the cluster's.</summary>
    internal bool IsOfOneNode => Only is { IsLoopback: true };

    internal string Evidence => $"{Path} on {Host}";

    /// <summary>Whether it leads to kube-apiservers.</summary>
    internal bool LeadsTo(int port) => Servers.Any(server => server.Port == port);

    /// <summary>Reads HOST:PORT as a load balancer writes it; null for anything else.</summary>
    internal static (string Host, int Port)? Split(string server)
    {
        var colon = server.LastIndexOf(':');
        if (colon <= server.LastIndexOf(']') || !int.TryParse(server[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return null;
        var host = server[..colon].Trim('[', ']');
        return HostNameOrAddress.TryParse(host, out var named) ? (named.Text, port) : null;
    }
}
