using System.Globalization;
using System.Text.RegularExpressions;

namespace Generator.Core.Foundation.Values;

/// <summary>A URL of scheme, host and port, as in a kubeconfig's <c>server:</c>, <c>--master</c> or <c>--etcd-servers</c>.</summary>
/// <param name="Scheme"><c>https</c> or <c>http</c>.</param>
/// <param name="Host">The host; an IPv6 address without its brackets.</param>
public readonly record struct Endpoint(string Scheme, HostNameOrAddress Host, Port Port) : IScalar<Endpoint>
{
    /// <inheritdoc/>
    public static string Expected => "a URL with a port, such as https://192.168.3.171:2379";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.Url);

    /// <summary>Host and port as in a listen directive or a URL.</summary>
    public string Authority => string.Create(CultureInfo.InvariantCulture, $"{Host.Bracketed}:{Port}");

    /// <summary>The https endpoint of a host and a port.</summary>
    public static Endpoint Https(HostNameOrAddress host, Port port) => new("https", host, port);

    /// <inheritdoc/>
    public static bool TryParse(string text, out Endpoint value)
    {
        value = default;
        var match = Grammar.Url.Match(text);
        if (!match.Success)
            return false;
        var host = match.Groups["six"].Success ? match.Groups["six"].Value : match.Groups["host"].Value;
        if (!HostNameOrAddress.TryParse(host, out var parsedHost) || !Port.TryParse(PortOf(match), out var port))
            return false;
        value = new Endpoint(match.Groups["scheme"].Value, parsedHost, port);
        return true;
    }

    /// <summary>Reads the value of <c>--master</c>: a URL, or host and port, which then mean http (kubernetes.io, kube-scheduler).</summary>
    public static bool TryParseMaster(string text, out Endpoint value) =>
        TryParse(text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}", out value);

    // RFC 9110: the default port of a URL without one.
    private static string PortOf(Match match) => match.Groups["port"] switch
    {
        { Success: true } port => port.Value,
        _ => match.Groups["scheme"].Value == "https" ? "443" : "80",
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}://{Authority}";
}
