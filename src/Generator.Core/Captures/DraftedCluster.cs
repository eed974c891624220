using System.Collections.Immutable;
using Generator.Core.Values;

namespace Generator.Core.Captures;

/// <summary>What the captured hosts say of the cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kubernetes">Its release; null where no host says it.</param>
/// <param name="Layout">Where it keeps things, by key, where that is not the default.</param>
/// <param name="Port">The port of the kube-apiservers; null for the default.</param>
/// <param name="Masters">Its masters, the source first.</param>
/// <param name="Workers">Its workers.</param>
/// <param name="Balancer">Its load balancer; null where there is none.</param>
internal sealed record DraftedCluster(
    Guess<string> Name,
    Guess<KubernetesVersion>? Kubernetes,
    ImmutableArray<(string Key, Guess<string> Path)> Layout,
    Guess<Port>? Port,
    ImmutableArray<DraftedHost> Masters,
    ImmutableArray<DraftedHost> Workers,
    DraftedBalancer? Balancer)
{
    /// <summary>How most hosts were reached; null where none was.</summary>
    internal Guess<ReachedHost>? Ssh { get; init; }

    /// <summary>The etcd members, where the flags of the kube-apiserver do not say them.</summary>
    internal Guess<ImmutableArray<string>>? Etcd { get; init; }

    /// <summary>What the flags of the kube-apiserver say of etcd, for a comment.</summary>
    internal string EtcdByFlag { get; init; } = "";

    /// <summary>Where the kubeconfigs of the nodes lead, for a draft without a master.</summary>
    internal Guess<Endpoint>? Apiserver { get; init; }

    /// <summary>The hosts that were captured and run nothing of the cluster.</summary>
    internal ImmutableArray<string> LeftOut { get; init; } = [];

    /// <summary>The names in the certificate of the kube-apiserver that no captured host has.</summary>
    internal ImmutableArray<string> FreeNames { get; init; } = [];

    /// <summary>What else a person should know before the load balancer is decided.</summary>
    internal ImmutableArray<string> BalancerNotes { get; init; } = [];
}
