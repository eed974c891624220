using Generator.Core.Rollout;

namespace Generator.Core.Planning.Ordering;

/// <summary>What follows a failure in each phase, and what it means for the cluster to stop there.</summary>
internal static class PhaseAdvice
{
    /// <summary>The advice in place of that for load balancers on hosts of the rollout.</summary>
    internal const string ExternalLoadBalancer =
        "Clients still use the source master. You can stop here. Configure the load balancer as external-load-balancer.md says, and run again. "
            + "Back: nothing to do.";

    internal static OnFailure OnFailure(Phase phase, bool delivers) => phase switch
    {
        Phase.Preflight or Phase.Backup or Phase.Stage => Rollout.OnFailure.Refuse,
        Phase.Takeover or Phase.Final => Rollout.OnFailure.Stop,
        Phase.LoadBalancer or Phase.Departure when !delivers => Rollout.OnFailure.Stop,
        _ => Rollout.OnFailure.Undo,
    };

    internal static string Of(Phase phase) => phase switch
    {
        Phase.Preflight => "Nothing has changed. Fix what does not answer as expected, and start again.",
        Phase.Backup or Phase.Stage => "Nothing has changed.",
        Phase.ControlPlane => "No client uses a new master yet. You can stop here as long as you like. Back: stop and disable its units.",
        Phase.LoadBalancer =>
            "Clients still use the source master. You can stop here. Back: restore the load balancer's old configuration from its backup, "
                + "then reload.",
        Phase.Takeover => "No node was switched. If the lease does not move, do not go on: the other masters cannot lead. Back: nothing to do.",
        Phase.NodeAgents => "The other nodes are untouched. Back: stop and disable kubelet and kube-proxy there, delete the node and its CSR.",
        Phase.Workers =>
            "Workers that were switched and workers that were not work side by side. You can stop here. Back: unpack the worker's backup, "
                + "then restart its two agents.",
        Phase.SourceNode => "All other nodes were switched. Back: as with a worker.",
        Phase.Departure =>
            "The load balancers no longer use what leaves, and the other masters serve the cluster. You can stop here. Back: enable and start its "
                + "units, and uncordon its node.",
        _ =>
            "A client that is still connected to the source master alone loses it when that master stops. Its owner "
            + "moves a kubeconfig with \"haplane kubeconfig FILE\".",
    };
}
