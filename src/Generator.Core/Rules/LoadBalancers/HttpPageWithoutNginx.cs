using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class HttpPageWithoutNginx
{
    internal static readonly Rule Rule = new(
        "LBR040",
        Severity.Error,
        "the http page needs nginx",
        "haproxy serves no files, so nothing would answer on port 80.",
        "remove http, or use engine: nginx",
        Example.WithHaproxy("http: true"),
        Example.WithHaproxy(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is { Engine.Value.Value: BalancerEngine.Haproxy, Http: { Value.On: true } http })
            yield return new Finding(http.At, "engine: haproxy has no http page");
    }
}
