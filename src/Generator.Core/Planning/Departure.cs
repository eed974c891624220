using System.Collections.Immutable;
using Generator.Core.Values;

namespace Generator.Core.Planning;

/// <summary>What goes: a machine that leaves the cluster, or the load balancer of one that stays.</summary>
/// <param name="Host">Its name in this rollout: another one than before where a new machine takes that name.</param>
/// <param name="Address">Its address.</param>
/// <param name="Ssh">How it is reached.</param>
/// <param name="IsWhole">Whether the machine leaves; else it stays with its other roles.</param>
/// <param name="IsMaster">Whether an apiserver goes with it.</param>
/// <param name="BalancerPort">The port of the load balancer that goes with it; null where none does.</param>
/// <param name="NodeName">The node that leaves; null where none does.</param>
/// <param name="IsNameReused">Whether a new machine has its name, and so perhaps its node's.</param>
/// <param name="Units">The units that stop for good, in the order in which they stop.</param>
/// <param name="Files">What an earlier rollout brought there and takes away now, folders after what lies in them.</param>
/// <param name="Stays">What an earlier rollout brought or changed and leaves there.</param>
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
    ImmutableArray<string> Stays);

/// <summary>A path that an earlier rollout brought to a host.</summary>
/// <param name="Path">The path.</param>
/// <param name="Record">Its digest, <c>directory</c>, <c>link:TARGET</c>, or nothing where the digest depends on a secret.</param>
internal sealed record LeftoverFile(string Path, string Record);
