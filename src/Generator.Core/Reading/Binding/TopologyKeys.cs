using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Binding;

/// <summary>
/// The keys of the topology, version 1: what may be written, with its grammar and description. The binder reads only these keys, so this
/// is the schema.
/// </summary>
internal static class TopologyKeys
{
    internal const string Version = "haplane/v1";

    internal static readonly ScalarKey<Sentence> ApiVersion = new(
        "apiVersion", "the version of this file's format: haplane/v1")
    { IsRequired = true };
    internal static readonly ScalarKey<DnsLabel> Cluster = new("cluster", "the cluster's name") { IsRequired = true };
    internal static readonly ScalarKey<KubernetesVersion> Kubernetes = new(
        "kubernetes", "the release that runs, such as v1.20.4")
    { IsRequired = true };
    internal static readonly SectionKey Ssh = new("ssh", "how to reach the hosts", SshKeys.Defaults);
    internal static readonly SectionKey Layout = new("layout", "the paths of this installation", LayoutKeys.All);
    internal static readonly SectionKey Apiserver = new("apiserver", "settings of every kube-apiserver", ApiserverKeys.All);
    internal static readonly ScalarKey<DnsLabel> Source = new("source", "the source master, which the others are made from; default: the first");
    internal static readonly SectionListKey Masters = new("masters", "the control plane's hosts", HostKeys.Master) { IsRequired = true };
    internal static readonly SectionListKey Workers = new("workers", "the hosts that run only workloads", HostKeys.Worker);
    internal static readonly SectionKey Etcd = new("etcd", "the etcd members", EtcdKeys.All);
    internal static readonly SectionKey LoadBalancer = new(
        "loadBalancer", "the load balancer between the clients and the kube-apiservers", LoadBalancerKeys.All);
    internal static readonly SectionKey Rollout = new("rollout", "the pace of the rollout", RolloutKeys.All);
    internal static readonly ScalarKey<FileName> Signers = new("signers", "the ssh allowed-signers file with the allowed signers of bundles");
    internal static readonly ScalarKey<Choice<Language>> Language = new("language", "the language of out/README.md and of the step titles: en or zh");
    internal static readonly SectionListKey Waivers = new("waivers", "the accepted findings, each with its reason", WaiverKeys.All);

    internal static readonly Section All = new(
        "the topology",
        [ApiVersion, Cluster, Kubernetes, Ssh, Layout, Apiserver, Source, Masters, Workers, Etcd, LoadBalancer, Rollout, Language, Signers, Waivers]);
}
