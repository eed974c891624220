namespace Generator.Core.Ordering;

/// <summary>How long a step takes when everything goes well, in seconds; from runs on real clusters, rounded up.</summary>
internal static class Estimate
{
    /// <summary>The whole rollout, in minutes.</summary>
    internal static int Minutes(Rollout rollout) => (rollout.Steps.Sum(Of) + 59) / 60;

    private static int Of(RolloutStep step) => step.Phase switch
    {
        Phase.Backup => 30,
        Phase.Preflight => 20,
        Phase.Stage => 10,
        // Copying some 600 MB of programs, an apiserver that is ready after 6 s, leases.
        Phase.ControlPlane => step.Actions.Any(action => action.Verb == Verb.Restart) ? 90 : 30,
        Phase.LoadBalancer => 10,
        // A lease is taken over after 23 s.
        Phase.Takeover => 30,
        Phase.NodeAgents => 45,
        Phase.Workers or Phase.SourceNode => step.Actions.Where(action => action.Verb == Verb.Soak).Sum(action => int.Parse(action.Arguments[0], System.Globalization.CultureInfo.InvariantCulture)) + 20,
        // A balancer's old workers hold their connections for a minute; an apiserver takes another to stop.
        Phase.Departure => step.Actions.Any(action => action.Verb == Verb.TakeAway) ? 10 : 60,
        _ => 10,
    };
}
