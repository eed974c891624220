using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Flags;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Releases;

internal static class ApiVersionNotServed
{
    internal static readonly Rule Rule = new(
        "REL005",
        Severity.Warning,
        "this release does not read the API version of a file",
        "A component does not start with a configuration or policy in an unknown API version.",
        "on the host, convert the file to a version that the release reads, and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kubelet-config.yml", "kubelet.config.k8s.io/v1beta1", "kubelet.config.k8s.io/v1alpha1"),
        Example.With(),
        Check);

    private const string Scheduler = "KubeSchedulerConfiguration";
    private const string Authorization = "AuthorizationConfiguration";
    private const string Authentication = "AuthenticationConfiguration";

    // Numbers of kubernetes/kubernetes: #87628, #89298, #91420, #104782, #99597, #117649, #104251, #119994, #110534 (scheduler; v1alpha2 is not among
    // the packages of v1.22), #98858 and #108092 (audit), #120154, #123640, #128172, #119142, #123696, #131752 (authorization, authentication).
    private static readonly ImmutableArray<ServedVersion> Table =
    [
        new(Scheduler, "kubescheduler.config.k8s.io/v1alpha1", null, 18),
        new(Scheduler, "kubescheduler.config.k8s.io/v1alpha2", 18, 21),
        new(Scheduler, "kubescheduler.config.k8s.io/v1beta1", 19, 22),
        new(Scheduler, "kubescheduler.config.k8s.io/v1beta2", 22, 27),
        new(Scheduler, "kubescheduler.config.k8s.io/v1beta3", 23, 28),
        new(Scheduler, "kubescheduler.config.k8s.io/v1", 25, null),
        new("Policy", "audit.k8s.io/v1alpha1", null, 23),
        new("Policy", "audit.k8s.io/v1beta1", null, 23),
        new("Policy", "audit.k8s.io/v1", null, null),
        new("KubeletConfiguration", "kubelet.config.k8s.io/v1beta1", null, null),
        new("KubeProxyConfiguration", "kubeproxy.config.k8s.io/v1alpha1", null, null),
        new(Authorization, "apiserver.config.k8s.io/v1alpha1", 29, null),
        new(Authorization, "apiserver.config.k8s.io/v1beta1", 30, null),
        new(Authorization, "apiserver.config.k8s.io/v1", 32, null),
        new(Authentication, "apiserver.config.k8s.io/v1alpha1", 29, null),
        new(Authentication, "apiserver.config.k8s.io/v1beta1", 30, null),
        new(Authentication, "apiserver.config.k8s.io/v1", 34, null),
        new("CredentialProviderConfig", "kubelet.config.k8s.io/v1alpha1", 20, null),
        new("CredentialProviderConfig", "kubelet.config.k8s.io/v1beta1", 24, null),
        new("CredentialProviderConfig", "kubelet.config.k8s.io/v1", 26, null),
        new("TracingConfiguration", "apiserver.config.k8s.io/v1alpha1", 22, null),
        new("TracingConfiguration", "apiserver.config.k8s.io/v1beta1", 27, null),
        new("PodSecurityConfiguration", "pod-security.admission.config.k8s.io/v1alpha1", 22, null),
        new("PodSecurityConfiguration", "pod-security.admission.config.k8s.io/v1beta1", 23, null),
        new("PodSecurityConfiguration", "pod-security.admission.config.k8s.io/v1", 25, null),
    ];

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var release = cluster.Topology.Kubernetes.Value.Minor;
        // Older releases read versions that this table does not list, and newer ones may too.
        return release is < FlagTable.FirstMinor or > FlagTable.LastMinor
            ? []
            : from file in cluster.Installations.Values.SelectMany(Documents)
              let versions = Table.Where(row => row.Kind == file.Kind && IsMeant(row, file.Version.Value)).ToArray()
              where versions.Length > 0 && !versions.Any(row => row.Version == file.Version.Value && row.IsReadBy(release))
              let read = versions.Where(row => row.IsReadBy(release)).Select(row => row.Version)
              select new Finding(
                  file.Version.At,
                  $"{cluster.Topology.Kubernetes} reads no {file.Kind} of {Quoted.Text(file.Version.Value)}, expected {string.Join(" or ", read)}");
    }

    private static IEnumerable<(string Kind, ScalarNode Version)> Documents(Installation installation) =>
        from content in installation.Closure.Select(entry => entry.Content).OfType<SourceFile>().Distinct()
        let document = Content.Document(content)
        let kind = document?.FindScalar("kind")
        let version = document?.FindScalar("apiVersion")
        where kind is not null && version is not null
        select (kind.Value, version);

    // A kind of another group is a different file: the scheduler's old policy is a Policy, too.
    private static bool IsMeant(ServedVersion row, string version) => row.Version.Split('/')[0] == version.Split('/')[0];

    private sealed record ServedVersion(string Kind, string Version, int? First, int? Last)
    {
        internal bool IsReadBy(int release) => (First ?? 0) <= release && release <= (Last ?? release);
    }
}
