using Generator.Core.Ordering;

namespace Generator.Core.Layouts;

/// <summary>What it means to stop in each stage, and how to go back from it.</summary>
internal static class StopAdvice
{
    internal static string Of(Phase phase) => phase switch
    {
        Phase.Backup => "Nothing has changed.",
        Phase.Preflight => "Nothing has changed. Mend what does not answer as expected, and begin again.",
        Phase.Stage => "Nothing has changed.",
        Phase.ControlPlane => "Nobody uses a new master yet: stopping here is safe for as long as you like. Back: stop and disable its units.",
        Phase.LoadBalancer => "Clients still use the source: stopping here is safe. Back: the balancer's old configuration from its backup, then reload.",
        Phase.Takeover => "No node has moved. If the lease does not move, do not go on: the other masters cannot lead. Back: nothing.",
        Phase.NodeAgents => "The other nodes are untouched. Back: stop and disable kubelet and kube-proxy there, delete the node and its certificate request.",
        Phase.Workers => "Workers that moved and workers that did not run side by side: stopping here is safe. Back: unpack the worker's backup, then restart its two agents.",
        Phase.SourceNode => "Everything else has moved. Back: as with a worker.",
        Phase.Departure => "What leaves is out of the load balancers, and the others carry the cluster: stopping here is safe. Back: enable and start its units, and kubectl uncordon its node.",
        _ => "Whoever is still connected to the source alone loses it when that stops: tell them.",
    };
}
