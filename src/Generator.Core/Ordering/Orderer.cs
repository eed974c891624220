using Generator.Core.Audits;

namespace Generator.Core.Ordering;

/// <summary>Puts the delivery of the artefacts into an order in which the cluster answers throughout. Each phase is a file of its own.</summary>
internal static class Orderer
{
    internal static Rollout Order(AuditedSet set)
    {
        var subject = new RolloutSubject(set.Artefacts);
        var steps = Preparation.Of(subject)
            .Concat(ControlPlaneSteps.Of(subject))
            .Concat(BalancerSteps.Of(subject))
            .Concat(TakeoverSteps.Of(subject))
            .Concat(DepartureSteps.BeforeNodes(subject))
            .Concat(NodeSteps.Of(subject))
            .Concat(DepartureSteps.AfterNodes(subject))
            .Concat(FinalSteps.Of(subject));
        return new Rollout(set, [.. steps.Select((step, index) => step with { Number = index + 1 })]);
    }
}
