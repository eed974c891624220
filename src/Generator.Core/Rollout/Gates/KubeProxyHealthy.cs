using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Does kube-proxy answer on its health port?</summary>
/// <param name="Endpoint">Address and port.</param>
internal sealed record KubeProxyHealthy(string Host, int Seconds, string Endpoint) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Endpoint];

    internal override ConsoleLine ByHand => new(Host, $"on $h 'curl -sS http://{Endpoint}/healthz'", "lastUpdated, and no error");

    public static Gate Read(string host, int seconds, Arguments given) => new KubeProxyHealthy(host, seconds, given.Next());
}
