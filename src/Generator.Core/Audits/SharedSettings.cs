using System.Collections.Frozen;

namespace Generator.Core.Audits;

/// <summary>
/// What is the same on every master although a host may be named in it: the members of etcd, the issuer of tokens, services of the site. All
/// else that names the source is the source's own (kubernetes.io, command line references and configuration APIs).
/// </summary>
internal static class SharedSettings
{
    private static readonly FrozenSet<string> Names = new[]
    {
        // The same members of etcd serve every apiserver.
        "etcd-servers", "etcd-servers-overrides",
        // A token is valid wherever it is shown: its issuer and its readers are the cluster's.
        "service-account-issuer", "service-account-jwks-uri", "api-audiences", "oidc-issuer-url", "oidc-client-id",
        // Names in certificates of clients.
        "requestheader-allowed-names",
        // What browsers may ask, and what the cluster is called.
        "cors-allowed-origins", "cluster-name", "cluster-domain", "clusterDomain", "leader-elect-resource-name", "leaderElection.resourceName",
        // Services of the site: name servers, registries, web servers of pods.
        "cluster-dns", "clusterDNS", "pod-infra-container-image", "manifest-url", "staticPodURL",
        // Networks of the cluster, which every host routes alike.
        "cluster-cidr", "clusterCIDR", "service-cluster-ip-range", "ipvs-exclude-cidrs", "ipvs.excludeCIDRs",
    }.ToFrozenSet(StringComparer.Ordinal);

    // What programs read to find a proxy of the site.
    private static readonly FrozenSet<string> Variables =
        new[] { "http_proxy", "https_proxy", "all_proxy", "no_proxy" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // They say who may do what in the cluster, wherever it is asked.
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
