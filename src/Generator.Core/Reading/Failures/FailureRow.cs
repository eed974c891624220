using System.Collections.Immutable;

namespace Generator.Core.Reading.Failures;

/// <summary>What happens when these hosts die together.</summary>
/// <param name="Hosts">One host, or two.</param>
/// <param name="Api">Who still reaches a kube-apiserver.</param>
/// <param name="Etcd">Its quorum.</param>
/// <param name="CanLead">
/// The masters on which a controller-manager or a scheduler can still lead; empty if one of the two is lost, or if it is not known where they run.
/// </param>
/// <param name="DarkFiles">The kubeconfigs and flags on other hosts that no longer lead to a kube-apiserver, as <c>HOST:PATH</c>.</param>
/// <param name="LostNodes">The nodes that die with them.</param>
/// <param name="CanSchedule">Whether new pods can be scheduled: a scheduler can lead, and the kubelet of a node reaches a kube-apiserver.</param>
public sealed record FailureRow(
    ImmutableArray<string> Hosts,
    ApiReach Api,
    EtcdQuorum Etcd,
    ImmutableArray<string> CanLead,
    ImmutableArray<string> DarkFiles,
    ImmutableArray<string> LostNodes,
    bool CanSchedule)
{
    /// <summary>Whether the endpoint that clients use still leads to a kube-apiserver.</summary>
    public bool EndpointAnswers { get; init; } = true;

    /// <summary>
    /// The controllers that no longer run or reach no kube-apiserver, on any host: <c>kube-controller-manager</c>, <c>kube-scheduler</c>.
    /// </summary>
    public ImmutableArray<string> Leaderless { get; init; } = [];

    /// <summary>Whether no worker is left for new pods: only masters are, and they may refuse pods.</summary>
    public bool OnlyMasters { get; init; }

    /// <summary>The nodes that survive and turn NotReady, because their kubelet reaches nothing. Empty where no kube-apiserver works.</summary>
    public ImmutableArray<string> NotReadyNodes { get; init; } = [];

    /// <summary>What the cluster as a whole loses.</summary>
    public FailureLosses Losses =>
        (Api == ApiReach.None || !EndpointAnswers ? FailureLosses.Api : 0)
        | (Etcd.Holds ? 0 : FailureLosses.Etcd)
        | (Leaderless.IsEmpty ? 0 : FailureLosses.Leaders)
        | (CanSchedule ? 0 : FailureLosses.Scheduling);
}
