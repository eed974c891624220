using System.Collections.Immutable;
using Generator.Core.Model;
using Generator.Core.Values;

namespace Generator.Core.Changes;

/// <summary>What the services do, as numbered lines: a line a host, and many workers on one.</summary>
public static class EffectLines
{
    /// <summary>The lines, in the order of the rollout.</summary>
    public static ImmutableArray<string> Of(Change change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var beforeNodes = change.Effects.Where(effect => effect.Stage <= Stage.LoadBalancers);
        var after = change.Effects.Where(effect => effect.Stage > Stage.LoadBalancers);
        return [.. OfStages(beforeNodes, change), .. Takeover(change), .. OfStages(after, change)];
    }

    private static IEnumerable<string> OfStages(IEnumerable<ServiceEffect> effects, Change change) =>
        effects.GroupBy(effect => effect.Stage).SelectMany(stage => Lines(stage.Key, [.. stage.GroupBy(effect => effect.Host)], change.After.Topology));

    private static IEnumerable<string> Lines(Stage stage, IGrouping<string, ServiceEffect>[] hosts, Topology topology)
    {
        if (stage != Stage.Workers || hosts.Length <= ManyNames.MostAlone || hosts.Select(host => Sentence(host)).Distinct().Count() > 1)
            return hosts.Select(host => $"{host.Key}: {Sentence(host)}{(stage == Stage.NewNodes ? ", which join through the load balancer" : "")}");
        var batch = topology.Rollout.WorkerBatch.Value.Of(hosts.Length);
        return
        [
            $"{hosts[0].Key}: {Sentence(hosts[0])}, and is watched for {topology.Rollout.Soak}",
            FormattableString.Invariant($"{ManyNames.Range(hosts[1].Key, hosts[^1].Key, hosts.Length - 1, "worker")}: {Sentence(hosts[1])}, {(batch == 1 ? "one after the other" : $"{batch} at once")}"),
        ];
    }

    // The proof of takeover stands between the balancers and the nodes; it touches whoever leads, so it has no host.
    private static IEnumerable<string> Takeover(Change change) =>
        change.Effects.Any(effect => effect.Stage == Stage.NewMasters)
            ? ["the leading controller-manager and scheduler are restarted once, to prove that another master takes over"]
            : [];

    private static string Sentence(IEnumerable<ServiceEffect> host) =>
        string.Join("; ", host.GroupBy(effect => effect.Effect).Select(same => $"{Verb(same.Key)} {string.Join(", ", same.Select(effect => effect.Unit))}"));

    private static string Verb(Effect effect) => effect switch
    {
        Effect.Start => "starts",
        Effect.Restart => "restarts",
        Effect.Reload => "reloads",
        _ => "stops",
    };
}
