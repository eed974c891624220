using Generator.Core.Values;

namespace Generator.Core.Binding;

/// <summary>
/// The keys of the topology, version 1: what may be written, in which grammar, and what it says. The binder reads by these keys and
/// nothing else, so this is the schema.
/// </summary>
internal static class TopologyKeys
{
    internal const string Version = "haplane/v1";

    internal static readonly ScalarKey<Sentence> ApiVersion = new("apiVersion", "the version of this file's form: haplane/v1") { IsRequired = true };
    internal static readonly ScalarKey<DnsLabel> Cluster = new("cluster", "the cluster's name") { IsRequired = true };
    internal static readonly ScalarKey<KubernetesVersion> Kubernetes = new("kubernetes", "the release that runs, such as v1.20.4") { IsRequired = true };
    internal static readonly SectionKey Ssh = new("ssh", "how hosts are reached", SshKeys.Defaults);
    internal static readonly SectionKey Layout = new("layout", "where this installation keeps things", LayoutKeys.All);
    internal static readonly SectionKey Apiserver = new("apiserver", "what every apiserver has in common", ApiserverKeys.All);
    internal static readonly ScalarKey<DnsLabel> Source = new("source", "the master that the others are made from; default the first");
    internal static readonly SectionListKey Masters = new("masters", "the control plane's hosts", HostKeys.Master) { IsRequired = true };
    internal static readonly SectionListKey Workers = new("workers", "the hosts that run workloads only", HostKeys.Worker);
    internal static readonly SectionKey Etcd = new("etcd", "the etcd members", EtcdKeys.All);
    internal static readonly SectionKey LoadBalancer = new("loadBalancer", "what stands between the clients and the apiservers", LoadBalancerKeys.All);
    internal static readonly SectionKey Rollout = new("rollout", "the pace of the rollout", RolloutKeys.All);
    internal static readonly ScalarKey<FileName> Signers = new("signers", "the ssh allowed-signers file that says who may sign bundles");
    internal static readonly SectionListKey Waivers = new("waivers", "the findings that you accept, each with its reason", WaiverKeys.All);

    internal static readonly Section All = new(
        "the topology",
        [ApiVersion, Cluster, Kubernetes, Ssh, Layout, Apiserver, Source, Masters, Workers, Etcd, LoadBalancer, Rollout, Signers, Waivers]);
}
