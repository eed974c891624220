using System.Collections.Immutable;

namespace Generator.Core.Reading.Failures;

/// <summary>What happens when these hosts die together.</summary>
/// <param name="Hosts">One host, or two.</param>
/// <param name="Api">Who still reaches a kube-apiserver.</param>
/// <param name="Etcd">Its quorum.</param>
/// <param name="CanLead">The masters on which a controller-manager and a scheduler can still lead; empty if none can.</param>
/// <param name="DarkFiles">The kubeconfigs on other hosts that no longer reach anything, as <c>HOST:PATH</c>.</param>
/// <param name="LostNodes">The nodes on which pods no longer run.</param>
/// <param name="CanSchedule">Whether new pods can be scheduled somewhere.</param>
public sealed record FailureRow(
    ImmutableArray<string> Hosts,
    ApiReach Api,
    EtcdQuorum Etcd,
    ImmutableArray<string> CanLead,
    ImmutableArray<string> DarkFiles,
    ImmutableArray<string> LostNodes,
    bool CanSchedule);
