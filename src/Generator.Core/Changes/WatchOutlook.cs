using System.Collections.Immutable;
using Generator.Core.Values;

namespace Generator.Core.Changes;

/// <summary>Which connections a change cuts. A client takes up its watches again by itself; kubectl exec and logs -f end.</summary>
internal static class WatchOutlook
{
    internal static IEnumerable<string> Of(ImmutableArray<ServiceEffect> effects)
    {
        foreach (var restart in ApiOutlook.RestartsOf(effects))
            yield return $"those through the apiserver of {restart.Host} are cut once, and it is ready again after about 65 s";
        foreach (var balancer in effects.Where(effect => effect.Group == "load-balancer"))
        {
            if (Sentence(balancer) is { } sentence)
                yield return sentence;
        }

        foreach (var leaving in effects.Where(effect => effect.Effect == Effect.Stop && ApiOutlook.IsApiserver(effect)))
            yield return $"those to {leaving.Host} are cut when its apiserver stops; new ones no longer go there by then";
        var agents = effects.Where(effect => effect is { Group: "node", Effect: Effect.Restart }).Select(effect => effect.Host).Distinct().ToArray();
        if (agents.Length > 0)
            yield return $"the agents of {(agents.Length <= 3 ? string.Join(", ", agents) : Counted.Of(agents.Length, "host"))} restart and take up theirs anew; pods keep running";
        if (effects.IsEmpty)
            yield return "none is cut";
    }

    // The old workers of nginx end after worker_shutdown_timeout, which nginx.conf sets to a minute.
    private static string? Sentence(ServiceEffect effect) => effect.Effect switch
    {
        Effect.Reload => $"{effect.Host} reloads: every open connection through it is cut after a minute, and taken up again",
        Effect.Restart => $"every connection through {effect.Host} is cut once",
        Effect.Stop => $"every connection through {effect.Host} is cut when it stops",
        _ => null,
    };
}
