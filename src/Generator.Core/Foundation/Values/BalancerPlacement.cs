namespace Generator.Core.Foundation.Values;

/// <summary>Which hosts run the load balancer.</summary>
public enum BalancerPlacement
{
    /// <summary>The hosts that the topology lists for it.</summary>
    Hosts,

    /// <summary>Every master, on another port than its kube-apiserver.</summary>
    Masters,

    /// <summary>Every master and worker, for the clients of that host alone: it listens on loopback.</summary>
    NodeLocal,
}
