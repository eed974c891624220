using System.Collections.Immutable;
using Generator.Core.Diagnostics;
using Generator.Core.Values;

namespace Generator.Core.Model;

/// <summary>What the user declares, bound: every value is typed, every default filled in, every range unfolded.</summary>
/// <param name="File">The file it was read from.</param>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Kubernetes">The release that runs.</param>
/// <param name="Ssh">How hosts are reached that say nothing else.</param>
/// <param name="Layout">Where this installation keeps things.</param>
/// <param name="Apiserver">What every apiserver has in common.</param>
/// <param name="Source">The name of the master that the others are made from.</param>
/// <param name="Masters">The masters, the source among them.</param>
/// <param name="Workers">The workers.</param>
/// <param name="Etcd">The etcd members' client endpoints; empty where the apiserver's flags are to say.</param>
/// <param name="LoadBalancer">The load balancer, if there is one.</param>
/// <param name="Rollout">The pace of the rollout.</param>
/// <param name="Signers">The file that says who may sign bundles.</param>
/// <param name="Waivers">The findings that the user accepts.</param>
public sealed record Topology(
    SourceFile File,
    Located<DnsLabel> Cluster,
    Located<KubernetesVersion> Kubernetes,
    SshSettings Ssh,
    Layout Layout,
    ApiserverSettings Apiserver,
    Located<DnsLabel> Source,
    ImmutableArray<Master> Masters,
    ImmutableArray<Worker> Workers,
    ImmutableArray<Located<Endpoint>> Etcd,
    LoadBalancer? LoadBalancer,
    RolloutSettings Rollout,
    Located<FileName>? Signers,
    ImmutableArray<Waiver> Waivers)
{
    /// <summary>Every host as it is written, masters first, then workers, then load balancers; a machine with two roles stands twice.</summary>
    public IEnumerable<Host> Hosts =>
        Masters.Select(master => master.Host)
            .Concat(Workers.Select(worker => worker.Host))
            .Concat(LoadBalancer is { } balancer ? balancer.Hosts : []);
}
