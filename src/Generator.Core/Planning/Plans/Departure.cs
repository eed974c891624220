using System.Collections.Immutable;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Planning.Plans;

/// <summary>A machine that leaves the cluster, or the load balancer role of one that stays.</summary>
/// <param name="Host">Its name in this rollout, which differs from before if a new machine gets that name.</param>
/// <param name="Ssh">How to reach it.</param>
/// <param name="IsWhole">Whether the whole machine leaves; else it keeps its other roles.</param>
/// <param name="IsMaster">Whether it runs a kube-apiserver that leaves too.</param>
/// <param name="BalancerPort">The port of the load balancer that leaves with it and that other hosts use; null if none does.</param>
/// <param name="NodeName">The node that leaves; null if none does.</param>
/// <param name="IsNameReused">Whether a new machine has its name, and so perhaps its node's name.</param>
/// <param name="Units">The units that stop for good, in the order in which they stop.</param>
/// <param name="Files">The files of an earlier rollout that are removed now, folders after their contents.</param>
/// <param name="Stays">The files that an earlier rollout brought or changed and that stay there.</param>
internal sealed record Departure(
    string Host,
    Address Address,
    SshPlan Ssh,
    bool IsWhole,
    bool IsMaster,
    Port? BalancerPort,
    string? NodeName,
    bool IsNameReused,
    ImmutableArray<string> Units,
    ImmutableArray<LeftoverFile> Files,
    ImmutableArray<string> Stays)
{
    /// <summary>The units that a host which stays a load balancer no longer runs; none where the machine or the role leaves.</summary>
    internal ImmutableArray<string> LeftPrograms { get; init; } = [];

    /// <summary>The port of a load balancer on loopback that leaves a machine which stays; null if none does.</summary>
    internal Port? LocalPort { get; init; }

    /// <summary>Whether it has a VIP that the other load balancers keep: its clients move with the VIP when keepalived stops.</summary>
    internal bool PassesVipOn { get; init; }

    /// <summary>What happens to it, for people.</summary>
    internal string What =>
        IsWhole ? "leaves"
        : LeftPrograms.IsEmpty ? "is no longer a load balancer"
        : $"no longer runs {string.Join(" and ", LeftPrograms)}";
}

/// <summary>A path that an earlier rollout brought to a host.</summary>
/// <param name="Record">Its digest, <c>directory</c>, <c>link:TARGET</c>, or nothing if the digest depends on a secret.</param>
internal sealed record LeftoverFile(string Path, string Record);
