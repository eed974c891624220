using System.Globalization;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Originals;

/// <summary>The TCP port of an nginx listen directive (nginx.org, ngx_http_core_module and ngx_stream_core_module).</summary>
/// <param name="Address">The address; null for every address of a family.</param>
/// <param name="Ipv4">Whether it accepts connections over IPv4.</param>
/// <param name="Ipv6">Whether it accepts connections over IPv6.</param>
/// <param name="First">The first port.</param>
/// <param name="Last">The last port.</param>
internal sealed record NginxListen(Address? Address, bool Ipv4, bool Ipv6, int First, int Last)
{
    private const int HttpPort = 80;

    /// <summary>The port of a directive; null if it is another directive, or if its address is a name.</summary>
    internal static NginxListen? Of(NginxDirective directive)
    {
        if (directive is not { Name: "listen", Arguments: [var written, .. var options] }
            || written.StartsWith("unix:", StringComparison.Ordinal)
            || options.Contains("udp")
            || options.Contains("quic"))
            return null;
        var (host, ports) = Parts(written);
        if (Range(ports) is not var (first, last))
            return null;
        if (host is "" or "*")
            return new NginxListen(null, Ipv4: true, Ipv6: false, first, last);
        if (!Foundation.Values.Address.TryParse(host == "localhost" ? "127.0.0.1" : host.Trim('[', ']'), out var address))
            return null;
        // "[::]" also accepts IPv4 if it is configured to (ipv6only=off).
        return address.IsWildcard
            ? new NginxListen(null, !address.IsIpv6 || options.Contains("ipv6only=off"), address.IsIpv6, first, last)
            : new NginxListen(address, !address.IsIpv6, address.IsIpv6, first, last);
    }

    /// <summary>Whether another nginx could not listen on a port as well.</summary>
    /// <param name="other">Where the other one listens.</param>
    internal bool Takes(Port port, BalancerListen other) =>
        First <= port.Number && port.Number <= Last
        && ((Ipv4 && other.Ipv4) || (Ipv6 && other.Ipv6))
        && (other.Only is null || Address is null || Address == other.Only);

    // "6443", "*:6443", "192.168.3.201:6443", "[::]:6443"; an address without a port is one of http.
    private static (string Host, string Ports) Parts(string written)
    {
        var colon = written.EndsWith(']') ? -1 : written.LastIndexOf(':');
        if (colon >= 0)
            return (written[..colon], written[(colon + 1)..]);
        return written.All(c => char.IsAsciiDigit(c) || c == '-') ? ("", written) : (written, HttpPort.ToString(CultureInfo.InvariantCulture));
    }

    private static (int First, int Last)? Range(string ports)
    {
        var ends = ports.Split('-');
        return ends.Length <= 2
            && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? (first, last)
            : null;
    }
}
