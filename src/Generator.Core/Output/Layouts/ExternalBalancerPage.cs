using System.Collections.Immutable;
using Generator.Core.Foundation.Templating;
using Generator.Core.Planning.Plans;

namespace Generator.Core.Output.Layouts;

/// <summary>external-load-balancer.md: what to configure on a load balancer that haplane does not reach.</summary>
internal static class ExternalBalancerPage
{
    internal const string Name = "external-load-balancer.md";

    /// <summary>What the template sees.</summary>
    /// <param name="Client">The URL that clients use.</param>
    /// <param name="Endpoint">Its host and port.</param>
    /// <param name="Port">Its port.</param>
    /// <param name="Source">The source master's name.</param>
    /// <param name="Ca">The CA of the kube-apiservers' certificate, on every master.</param>
    /// <param name="Targets">The kube-apiservers.</param>
    internal sealed record View(
        string Cluster,
        string Client,
        string Endpoint,
        string Port,
        string Source,
        string Ca,
        ImmutableArray<Target> Targets,
        Check Check);

    /// <summary>One kube-apiserver.</summary>
    internal sealed record Target(string Name, string Server);

    /// <summary>The health check and the stop of a master.</summary>
    /// <param name="ByTcp">Whether only a TCP check works without a client certificate.</param>
    /// <param name="Detection">The longest time until a master that fails is out.</param>
    /// <param name="IsDrained">Whether a master can stop without a lost request.</param>
    /// <param name="Stop">The stop of a kube-apiserver.</param>
    internal sealed record Check(bool ByTcp, int Interval, int Timeout, int Failures, int Detection, bool IsDrained, Stop Stop);

    /// <summary>The stop of a kube-apiserver, in seconds.</summary>
    /// <param name="Delay">For how long it still serves, as captured.</param>
    /// <param name="Limit">After how long systemd kills it, as captured; <c>infinity</c> if never.</param>
    /// <param name="LastRequests">The time for its last requests.</param>
    /// <param name="WantedDelay">The delay that the check needs.</param>
    /// <param name="WantedLimit">The limit that this delay needs.</param>
    internal sealed record Stop(int Delay, string Limit, int LastRequests, int WantedDelay, int WantedLimit);

    internal static string Of(ClusterPlan plan, ExternalPlan external) => Templates.Render(Name, new View(
        plan.Name,
        plan.Client.ToString(),
        plan.Client.Authority,
        plan.Client.Port.ToString(),
        plan.Source.Name,
        plan.ClusterCa,
        [.. external.Targets.Select(target => new Target(target.Name, target.Endpoint.Authority))],
        CheckOf(external)));

    private static Check CheckOf(ExternalPlan external)
    {
        var draining = external.Draining;
        return new Check(
            draining.RefusesAnonymous,
            draining.Check.Interval,
            draining.Check.Timeout,
            draining.Check.Failures,
            draining.Check.Detection,
            draining.IsDrained,
            new Stop(
                draining.Delay,
                draining.StopLimit is { } limit ? FormattableString.Invariant($"{limit}s") : "infinity",
                ExternalPlan.LastRequests,
                draining.WantedDelay,
                draining.WantedLimit));
    }
}
