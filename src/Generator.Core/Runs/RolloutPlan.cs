using System.Collections.Immutable;

namespace Generator.Core.Runs;

/// <summary>The rollout as an <c>out/</c> says it: what whoever carries it out needs to know, and no more.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Source">The master that the others are made from; questions about the cluster are asked there.</param>
/// <param name="Kubectl">The path of kubectl on the source.</param>
/// <param name="Notes">What a person should know before anything begins.</param>
/// <param name="Hosts">Every host that is reached, in order.</param>
/// <param name="Steps">The steps, numbered from 1.</param>
public sealed record RolloutPlan(
    string Cluster,
    string Source,
    string Kubectl,
    ImmutableArray<string> Notes,
    ImmutableArray<PlannedHost> Hosts,
    ImmutableArray<PlannedStep> Steps)
{
    /// <summary>The host of a name; null where there is none.</summary>
    public PlannedHost? Find(string name) => Hosts.FirstOrDefault(host => host.Name == name);

    /// <summary>The same without what concerns hosts to which nothing is sent: machines that leave, and are dead.</summary>
    public RolloutPlan Without(ImmutableHashSet<string> gone) => this with
    {
        Hosts = [.. Hosts.Where(host => !gone.Contains(host.Name))],
        Steps = [.. Steps.Select(step => step.Without(gone))],
    };
}

/// <summary>A host of a rollout.</summary>
/// <param name="Name">Its name, by which ssh_config knows it.</param>
/// <param name="User">The user that logs in.</param>
/// <param name="Port">The port of its sshd.</param>
/// <param name="Address">What is connected to.</param>
/// <param name="IsLeaving">Whether the topology has it no more.</param>
/// <param name="LeavingNode">The node that goes with it; empty where there is none.</param>
public sealed record PlannedHost(string Name, string User, string Port, string Address, bool IsLeaving, string LeavingNode);
