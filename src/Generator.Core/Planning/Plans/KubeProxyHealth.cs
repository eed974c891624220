using System.Globalization;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>The health endpoint of a host's kube-proxy (kubernetes.io, kube-proxy, --healthz-bind-address, default 0.0.0.0:10256).</summary>
internal static class KubeProxyHealth
{
    private const string DefaultPort = "10256";

    /// <summary>Address and port; null if no kube-proxy runs.</summary>
    internal static string? Of(Installation installation, Retarget retarget)
    {
        if (installation.Find(ComponentKind.KubeProxy) is not { } proxy)
            return null;
        var present = proxy.Find("healthz-bind-address")?.Text ?? Configured(installation) ?? "";
        var bound = retarget.Value(SettingKind.AddressAndPortOfSource, present, isControlPlane: false) ?? present;
        var colon = Address.TryParse(bound, out _) ? -1 : bound.LastIndexOf(':');
        var (address, written) = colon < 0 ? (bound, DefaultPort) : (bound[..colon].Trim('[', ']'), bound[(colon + 1)..]);
        // A port that is not a number keeps kube-proxy from starting.
        var port = written.All(char.IsAsciiDigit) ? written : DefaultPort;
        // A wildcard also answers on loopback.
        return Address.TryParse(address, out var own) && !own.IsWildcard
            ? string.Create(CultureInfo.InvariantCulture, $"{own.Bracketed}:{port}")
            : $"{(own.IsIpv6 ? "[::1]" : "127.0.0.1")}:{port}";
    }

    private static string? Configured(Installation installation) =>
        installation.Closure
            .Where(entry => entry.Role == FileRole.ComponentConfig && entry.Content is not null)
            .Select(entry => entry.Content is { } content ? Content.Document(content) : null)
            .FirstOrDefault(document => document?.FindScalar("kind")?.Value == "KubeProxyConfiguration")
            ?.FindScalar("healthzBindAddress")?.Value;
}
