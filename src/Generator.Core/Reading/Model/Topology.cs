using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Model;

/// <summary>The user's declarations, bound: every value is typed, every default filled in, every range expanded.</summary>
/// <param name="File">The file it was read from.</param>
/// <param name="Kubernetes">The release that runs.</param>
/// <param name="Ssh">The default way to reach hosts.</param>
/// <param name="Layout">The paths of this installation.</param>
/// <param name="Apiserver">The settings of every kube-apiserver.</param>
/// <param name="Source">The name of the source master.</param>
/// <param name="Masters">The masters, including the source master.</param>
/// <param name="Etcd">The client endpoints of the etcd members; empty to use those in the kube-apiserver's flags.</param>
/// <param name="LoadBalancer">The load balancer, if there is one.</param>
/// <param name="Rollout">The pace of the rollout.</param>
/// <param name="Language">The language of what people read in the output.</param>
/// <param name="Signers">The allowed signers file for bundles.</param>
/// <param name="Waivers">The accepted findings.</param>
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
    Located<Choice<Language>> Language,
    Located<FileName>? Signers,
    ImmutableArray<Waiver> Waivers)
{
    /// <summary>Every host as it is written, masters first, then workers, then load balancers; a machine with two roles is listed twice.</summary>
    public IEnumerable<Host> Hosts =>
        Masters.Select(master => master.Host)
            .Concat(Workers.Select(worker => worker.Host))
            .Concat(LoadBalancer is { } balancer ? balancer.Hosts : []);
}
