using System.Collections.Immutable;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Capturing.Captures;

/// <summary>The facts about the cluster that the captured hosts show.</summary>
/// <param name="Kubernetes">Its release; null if no host shows it.</param>
/// <param name="Layout">Its paths, by key, if they are not the default.</param>
/// <param name="Port">The port of the kube-apiservers; null for the default.</param>
/// <param name="Masters">Its masters, the source master first.</param>
/// <param name="Balancer">Its load balancer; null if there is none.</param>
internal sealed record DraftedCluster(
    Guess<string> Name,
    Guess<KubernetesVersion>? Kubernetes,
    ImmutableArray<(string Key, Guess<string> Path)> Layout,
    Guess<Port>? Port,
    ImmutableArray<DraftedHost> Masters,
    ImmutableArray<DraftedHost> Workers,
    DraftedBalancer? Balancer)
{
    /// <summary>How most hosts were reached; null if none was.</summary>
    internal Guess<ReachedHost>? Ssh { get; init; }

    /// <summary>The etcd members, if the flags of the kube-apiserver do not list them.</summary>
    internal Guess<ImmutableArray<string>>? Etcd { get; init; }

    /// <summary>The flags of the kube-apiserver about etcd, for a comment.</summary>
    internal string EtcdByFlag { get; init; } = "";

    /// <summary>Where the nodes' kubeconfigs lead, for a draft without a master.</summary>
    internal Guess<Endpoint>? Apiserver { get; init; }

    /// <summary>The captured hosts that run nothing of the cluster.</summary>
    internal ImmutableArray<string> LeftOut { get; init; } = [];

    /// <summary>The names in the certificate of the kube-apiserver that no captured host has.</summary>
    internal ImmutableArray<string> FreeNames { get; init; } = [];

    /// <summary>Notes to read before the load balancer is decided.</summary>
    internal ImmutableArray<string> BalancerNotes { get; init; } = [];
}
