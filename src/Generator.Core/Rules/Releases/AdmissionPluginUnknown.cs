using System.Collections.Frozen;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Flags;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Releases;

internal static class AdmissionPluginUnknown
{
    internal static readonly Rule Rule = new(
        "REL004",
        Severity.Warning,
        "this release does not have an admission plug-in",
        "kube-apiserver does not start with an unknown admission plug-in.",
        "remove the name from the flag on the host, switch to the plug-in's replacement, and capture the host again",
        Example.With().Changing("k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf", ",NodeRestriction", ",NodeRestriction,PodPreset"),
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf", ",NodeRestriction", ",NodeRestriction,PodSecurityPolicy"),
        Check);

    // kubernetes#94090, #109798, #122612, #124505.
    private static readonly FrozenDictionary<string, int> LastMinors = new Dictionary<string, int>
    {
        ["PodPreset"] = 19,
        ["PodSecurityPolicy"] = 24,
        ["SecurityContextDeny"] = 29,
        ["PersistentVolumeLabel"] = 30,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // CHANGELOG-1.N of each release.
    private static readonly FrozenDictionary<string, int> FirstMinors = new Dictionary<string, int>
    {
        ["DefaultIngressClass"] = 18,
        ["CertificateApproval"] = 18,
        ["CertificateSigning"] = 18,
        ["CertificateSubjectRestriction"] = 18,
        ["DenyServiceExternalIPs"] = 21,
        ["PodSecurity"] = 22,
        ["ClusterTrustBundleAttest"] = 26,
        ["ValidatingAdmissionPolicy"] = 26,
        ["MutatingAdmissionPolicy"] = 32,
        ["PodTopologyLabels"] = 33,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // kubernetes/kubernetes, pkg/kubeapiserver/options/plugins.go, and those of 1.16 whose removal is not documented here.
    private static readonly FrozenSet<string> Others =
        ("AlwaysAdmit NamespaceAutoProvision NamespaceLifecycle NamespaceExists LimitPodHardAntiAffinityTopology LimitRanger "
            + "ServiceAccount NodeRestriction TaintNodesByCondition AlwaysPullImages ImagePolicyWebhook PodSecurity PodNodeSelector "
            + "Priority DefaultTolerationSeconds PodTolerationRestriction EventRateLimit ExtendedResourceToleration DefaultStorageClass "
            + "StorageObjectInUseProtection PodGroupProtection OwnerReferencesPermissionEnforcement PersistentVolumeClaimResize "
            + "RuntimeClass CertificateApproval CertificateSigning ClusterTrustBundleAttest CertificateSubjectRestriction "
            + "DefaultIngressClass DenyServiceExternalIPs PodTopologyLabels PodGroupWorkloadExists NodeDeclaredFeatureValidator "
            + "JobValidation PodResizeValidator MutatingAdmissionPolicy MutatingAdmissionWebhook ValidatingAdmissionPolicy "
            + "ValidatingAdmissionWebhook ResourceQuota AlwaysDeny DenyEscalatingExec DenyExecOnPrivileged "
            + "Initializers").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Flags =
        new[] { "enable-admission-plugins", "disable-admission-plugins", "admission-control" }.ToFrozenSet(StringComparer.Ordinal);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        let apiserver = installation.Find(ComponentKind.Apiserver)
        where apiserver is not null
        from flag in apiserver.Flags
        where Flags.Contains(flag.Name)
        from name in flag.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        let fault = Fault(name, cluster.Topology.Kubernetes.Value.Minor)
        where fault is not null && !name.Contains('$', StringComparison.Ordinal) && !name.Contains('{', StringComparison.Ordinal)
        select new Finding(flag.At, $"--{flag.Name} names {Quoted.Text(name)}, {fault}; this cluster is {cluster.Topology.Kubernetes}");

    private static string? Fault(string name, int release) =>
        LastMinors.TryGetValue(name, out var last)
            ? last < release ? FormattableString.Invariant($"which kube-apiserver does not have since 1.{last + 1}") : null
        : FirstMinors.TryGetValue(name, out var first) && release < first
            ? FormattableString.Invariant($"which kube-apiserver has only since 1.{first}")
        : Others.Contains(name) || release is < FlagTable.FirstMinor or > FlagTable.LastMinor ? null
        : Suggestion.Nearest(name, Others.Concat(LastMinors.Keys)) is { } nearest ? $"which kube-apiserver does not know; did you mean {nearest}"
        : "which kube-apiserver does not know";
}
