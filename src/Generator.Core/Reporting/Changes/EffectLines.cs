using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Actions;

namespace Generator.Core.Reporting.Changes;

/// <summary>The effects on services, as numbered lines: one per host, and one for many workers.</summary>
public static class EffectLines
{
    private const int None = int.MaxValue;

    /// <summary>The lines, in the order of the steps of the rollout.</summary>
    public static ImmutableArray<string> Of(Change change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var takeover = TakeoverStep(change);
        return
        [
            .. Lines(change, effect => effect.Step?.Number < takeover),
            .. takeover == None
                ? []
                : new[] { "the leading controller-manager and scheduler are restarted once, to prove that another master takes over" },
            .. Lines(change, effect => !(effect.Step?.Number < takeover)),
        ];
    }

    private static IEnumerable<string> Lines(Change change, Func<ServiceEffect, bool> isMeant) =>
        change.Effects.Where(isMeant).GroupBy(effect => effect.Step?.Phase)
            .SelectMany(phase => Lines(phase.Key, [.. phase.GroupBy(effect => effect.Host)], change.After.Plan));

    private static IEnumerable<string> Lines(Phase? phase, IGrouping<string, ServiceEffect>[] hosts, RolloutPlan? plan)
    {
        if (phase != Phase.Workers
            || plan is null
            || hosts.Length <= ManyNames.MostAlone
            || hosts.Select(host => Sentence(host)).Distinct().Count() > 1)
            return hosts.Select(host => $"{host.Key}: {Sentence(host)}{Joins(phase, host)}");
        return Watched(plan, hosts[0].Key) is { Length: > 0 } watched
            ? [$"{hosts[0].Key}: {Sentence(hosts[0])}{watched}", Batches(plan, hosts[1..])]
            : [Batches(plan, hosts)];
    }

    private static string Joins(Phase? phase, IEnumerable<ServiceEffect> host) =>
        phase == Phase.NodeAgents && host.Any(effect => effect.Effect == Effect.Start) ? ", which join through the load balancer" : "";

    private static string Batches(RolloutPlan plan, IGrouping<string, ServiceEffect>[] hosts)
    {
        var batch = plan.Steps.Where(step => step.Phase == Phase.Workers).Skip(1).Select(step => step.OwnDeliveries.Count()).DefaultIfEmpty(1).Max();
        var pace = batch <= 1 ? "one after the other" : $"{batch} at once";
        return FormattableString.Invariant($"{ManyNames.Range(hosts[0].Key, hosts[^1].Key, hosts.Length, "worker")}: {Sentence(hosts[0])}, {pace}");
    }

    private static string Watched(RolloutPlan plan, string host) =>
        plan.Steps.SelectMany(step => step.Actions)
            .Select(line => line.Instruction).OfType<Soak>()
            .FirstOrDefault(soak => soak.Host == host) is { } soak
            ? FormattableString.Invariant($", and is watched for {soak.Seconds} s")
            : "";

    // Only new masters have to show that they take over.
    private static int TakeoverStep(Change change) =>
        change.Effects.Any(effect => effect is { Effect: Effect.Start, Step.Phase: Phase.ControlPlane })
            ? change.After.Plan?.Steps.FirstOrDefault(step => step.Phase == Phase.Takeover)?.Number ?? None
            : None;

    private static string Sentence(IEnumerable<ServiceEffect> host) =>
        string.Join(
            "; ", host.GroupBy(effect => effect.Effect).Select(same => $"{Verb(same.Key)} {string.Join(", ", same.Select(effect => effect.Unit))}"));

    /// <summary>The verb of a sentence about a host.</summary>
    internal static string Verb(Effect effect) => effect switch
    {
        Effect.Start => "starts",
        Effect.Restart => "restarts",
        Effect.Reload => "reloads",
        _ => "stops",
    };
}
