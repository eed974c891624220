using System.Collections.Immutable;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reporting.Changes;

/// <summary>The connections that a change cuts. Clients reconnect their watches by themselves; kubectl exec and logs -f end.</summary>
internal static class WatchOutlook
{
    internal static IEnumerable<string> Of(ImmutableArray<ServiceEffect> effects)
    {
        foreach (var restart in ApiOutlook.RestartsOf(effects))
            yield return $"connections to the kube-apiserver of {restart.Host} are cut once; it is ready again after about 65 s";
        foreach (var balancer in effects.Where(effect => effect.Group == "load-balancer"))
        {
            if (Sentence(balancer) is { } sentence)
                yield return sentence;
        }

        foreach (var leaving in effects.Where(effect => effect.Effect == Effect.Stop && ApiOutlook.IsApiserver(effect)))
            yield return $"connections to {leaving.Host} are cut when its kube-apiserver stops; new ones no longer go there by then";
        var agents = effects.Where(effect => effect is { Group: "node", Effect: Effect.Restart }).Select(effect => effect.Host).Distinct().ToArray();
        if (agents.Length > 0)
            yield return $"the agents of {(agents.Length <= 3 ? string.Join(", ", agents) : Counted.Of(agents.Length, "host"))} restart and "
                + "reconnect; pods keep running";
        if (effects.IsEmpty)
            yield return "no connection is cut";
    }

    // The old processes of nginx and haproxy stop after the minute that their configuration gives them. A VIP that moves cuts what uses it.
    private static string? Sentence(ServiceEffect effect) => effect.Effect switch
    {
        Effect.Reload when BalancerProgram.OfUnit(effect.Unit) == BalancerProgram.Keepalived => null,
        Effect.Reload => $"{effect.Host} reloads: every open connection through it is cut after a minute; clients reconnect",
        Effect.Restart => $"every connection through {effect.Host} is cut once",
        Effect.Stop => $"every connection through {effect.Host} is cut when it stops",
        _ => null,
    };
}
