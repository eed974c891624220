using System.Collections.Immutable;

namespace Generator.Core.Reading.Failures;

/// <summary>
/// What decides the effect of a dead host: who answers where, and who asks whom. It is made from a plan, or from what live hosts answered.
/// An address here is host and port, with an IPv6 address in brackets: <c>192.168.3.171:6443</c>.
/// </summary>
public sealed record ClusterShape
{
    /// <summary>Every host that may die, in the order of the topology.</summary>
    public required ImmutableArray<string> Hosts { get; init; }

    /// <summary>The endpoint that clients use.</summary>
    public required ClientEntry Entry { get; init; }

    public required ImmutableArray<ApiserverOn> Apiservers { get; init; }

    public ImmutableArray<BalancerOn> Balancers { get; init; } = [];

    /// <summary>The members of etcd; empty if they are not known.</summary>
    public ImmutableArray<EtcdMemberOn> Etcd { get; init; } = [];

    /// <summary>Every kubeconfig and flag that names a kube-apiserver.</summary>
    public ImmutableArray<ApiClient> Clients { get; init; } = [];

    public ImmutableArray<NodeOn> Nodes { get; init; } = [];

    /// <summary>Where controllers run; empty if that is not known.</summary>
    public ImmutableArray<ControllersOn> Controllers { get; init; } = [];
}

/// <summary>The endpoint that clients use.</summary>
/// <param name="Address">Its host and port.</param>
/// <param name="Carriers">
/// The hosts that can have its address: one, or all between which it moves. Empty if that is not known, as for a DNS name: then it is assumed
/// to lead to any load balancer, or without one to any kube-apiserver, that is left.
/// </param>
public sealed record ClientEntry(string Address, ImmutableArray<string> Carriers);

/// <summary>The kube-apiserver of a host.</summary>
/// <param name="Addresses">Where it answers, also by the host's name.</param>
/// <param name="IsUp">Whether it works now.</param>
public sealed record ApiserverOn(string Host, ImmutableArray<string> Addresses, bool IsUp = true);

/// <summary>The load balancer of a host.</summary>
/// <param name="Addresses">Where it answers, also by the host's name; the endpoint's own address may be left out.</param>
/// <param name="Masters">The hosts of the kube-apiservers that it forwards to.</param>
/// <param name="IsUp">Whether it works now.</param>
public sealed record BalancerOn(string Host, ImmutableArray<string> Addresses, ImmutableArray<string> Masters, bool IsUp = true)
{
    /// <summary>Whether it serves only its own host: no other host loses anything with it.</summary>
    public bool IsNodeLocal { get; init; }
}

/// <summary>A member of etcd.</summary>
/// <param name="Host">Its host; empty if it is on none of the known ones, which is assumed to stay.</param>
/// <param name="Endpoint">Its client endpoint.</param>
/// <param name="IsUp">Whether it works now.</param>
public sealed record EtcdMemberOn(string Host, string Endpoint, bool IsUp = true);

/// <summary>A file that tells a program where the kube-apiserver is.</summary>
/// <param name="Component">
/// The component that cannot work without this file, such as <c>kubelet</c> or <c>kube-controller-manager</c>; empty for any other file, such as
/// a person's, or the kubelet's bootstrap kubeconfig.
/// </param>
/// <param name="Server">The host and port that it names; an address that nothing here has is not judged.</param>
public sealed record ApiClient(string Host, string Path, string Component, string Server);

/// <summary>A node of the cluster.</summary>
/// <param name="Name">Its node name.</param>
/// <param name="IsWorker">Whether it is there for workloads only; masters may refuse them.</param>
public sealed record NodeOn(string Host, string Name, bool IsWorker);

/// <summary>The controllers of a host.</summary>
public sealed record ControllersOn(string Host, bool ControllerManager, bool Scheduler);
