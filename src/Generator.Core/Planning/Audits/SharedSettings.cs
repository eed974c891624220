using System.Collections.Frozen;

namespace Generator.Core.Planning.Audits;

/// <summary>
/// Settings that are the same on every master although they may name a host: etcd members, the token issuer, services of the site. Every
/// other setting that names the source master is its own (kubernetes.io, command line references and configuration APIs).
/// </summary>
internal static class SharedSettings
{
    private static readonly FrozenSet<string> Names = new[]
    {
        // The same etcd members serve every kube-apiserver.
        "etcd-servers", "etcd-servers-overrides",
        // A token is valid everywhere in the cluster: its issuer and its audiences are the cluster's.
        "service-account-issuer", "service-account-jwks-uri", "api-audiences", "oidc-issuer-url", "oidc-client-id",
        // Names in client certificates.
        "requestheader-allowed-names",
        // What browsers may request, and the name of the cluster.
        "cors-allowed-origins", "cluster-name", "cluster-domain", "clusterDomain", "leader-elect-resource-name", "leaderElection.resourceName",
        // Services of the site: name servers, registries, web servers of pods.
        "cluster-dns", "clusterDNS", "pod-infra-container-image", "manifest-url", "staticPodURL",
        // Networks of the cluster, which every host routes in the same way.
        "cluster-cidr", "clusterCIDR", "service-cluster-ip-range", "ipvs-exclude-cidrs", "ipvs.excludeCIDRs",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Programs find a proxy of the site by these.
    private static readonly FrozenSet<string> Variables =
        new[] { "http_proxy", "https_proxy", "all_proxy", "no_proxy" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // They define rights for the whole cluster.
    private static readonly FrozenSet<string> Kinds = new[]
    {
        "Policy", "AdmissionConfiguration", "AuthenticationConfiguration", "AuthorizationConfiguration", "PodSecurityConfiguration",
        "PodNodeSelector", "ResourceQuotaConfiguration", "EncryptionConfiguration", "Config",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a flag, a key of a configuration or a variable is the same on every host.</summary>
    internal static bool Has(string name) => Names.Contains(name) || Variables.Contains(name);

    /// <summary>Whether a document of this kind is the same on every host.</summary>
    internal static bool HasKind(string? kind) => kind is not null && Kinds.Contains(kind);
}
