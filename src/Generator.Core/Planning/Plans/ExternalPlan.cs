using System.Collections.Immutable;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>How to configure an external load balancer, as the source master's kube-apiserver requires it.</summary>
/// <param name="Targets">The kube-apiservers behind it.</param>
/// <param name="Draining">How a kube-apiserver that stops leaves it.</param>
internal sealed record ExternalPlan(ImmutableArray<UpstreamPlan> Targets, Draining Draining)
{
    /// <summary>The time that a kube-apiserver gives to its last requests, in seconds.</summary>
    internal const int LastRequests = Draining.LastRequests;

    internal static ExternalPlan Of(ClusterPlan plan) => new(plan.Balancer?.Upstream ?? [], Draining.Of(plan.Source.Captured));
}
