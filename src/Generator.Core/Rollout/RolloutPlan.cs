using System.Collections.Immutable;

namespace Generator.Core.Rollout;

/// <summary>A rollout as data: what happens in which order across the hosts. A driver sends its lines and decides nothing.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Source">The master that the others are made from; the cluster is asked there.</param>
/// <param name="Kubectl">The path of kubectl on the source master.</param>
/// <param name="Locks">The hosts on which the lock of a rollout is taken, in this order, so that one cluster has one lock.</param>
/// <param name="Remarks">What the operator should know before the first step.</param>
/// <param name="Hosts">Every host that is reached, in order.</param>
/// <param name="Steps">The steps, numbered from 1.</param>
public sealed record RolloutPlan(
    string Cluster,
    string Source,
    string Kubectl,
    ImmutableArray<string> Locks,
    ImmutableArray<string> Remarks,
    ImmutableArray<PlannedHost> Hosts,
    ImmutableArray<RolloutStep> Steps)
{
    /// <summary>The host of a name; null where there is none.</summary>
    public PlannedHost? Find(string name) => Hosts.FirstOrDefault(host => host.Name == name);
}

/// <summary>A host of a rollout.</summary>
/// <param name="Name">Its name, by which ssh_config knows it.</param>
/// <param name="User">The user that logs in; empty where the operator's own configuration says it.</param>
/// <param name="Port">The port of its sshd; empty likewise.</param>
/// <param name="Address">The address that is connected to.</param>
/// <param name="Jump">The host to jump through; empty for none.</param>
/// <param name="HostKey">The pinned host key; empty for none.</param>
/// <param name="IsLeaving">Whether the topology no longer has it.</param>
/// <param name="LeavingNode">The node that leaves with it; empty for none.</param>
public sealed record PlannedHost(
    string Name, string User, string Port, string Address, string Jump, string HostKey, bool IsLeaving = false, string LeavingNode = "");
