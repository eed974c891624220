using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Originals;

/// <summary>The target of an entry of <c>--etcd-servers</c>.</summary>
internal static class EtcdAddress
{
    private static readonly string[] LocalNames = ["localhost", "localhost.localdomain", "localhost4", "localhost6", "ip6-localhost", "ip6-loopback"];

    /// <summary>Whether it leads to the machine itself.</summary>
    internal static bool IsLoopback(string url) =>
        url.StartsWith("unix:", StringComparison.Ordinal)
        || (Endpoint.TryParse(url, out var endpoint)
        && (endpoint.Host.Address is { } address
            ? address.IsLoopback || address.IsWildcard
            : LocalNames.Contains(endpoint.Host.Text, StringComparer.OrdinalIgnoreCase)));
}
