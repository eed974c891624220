using System.Collections.Frozen;

namespace Generator.Core.Originals;

/// <summary>
/// The flags and configuration keys whose path is not a file to read (kubernetes.io, command line references of the components). A path
/// that any other flag names is a file that must be there.
/// </summary>
internal static class PathFlags
{
    private static readonly FrozenDictionary<string, FileRole> Roles = new Dictionary<string, FileRole>(StringComparer.Ordinal)
    {
        ["audit-log-path"] = FileRole.State,
        ["log-file"] = FileRole.State,
        ["root-dir"] = FileRole.State,
        ["container-runtime-endpoint"] = FileRole.State,
        ["image-service-endpoint"] = FileRole.State,
        ["docker-endpoint"] = FileRole.State,
        ["runtime-cgroups"] = FileRole.State,
        ["kubelet-cgroups"] = FileRole.State,
        ["kube-reserved-cgroup"] = FileRole.State,
        ["system-reserved-cgroup"] = FileRole.State,
        ["system-cgroups"] = FileRole.State,
        ["cgroup-root"] = FileRole.State,
        ["cni-cache-dir"] = FileRole.State,
        ["containerd"] = FileRole.State,
        ["docker-root"] = FileRole.State,
        ["lock-file"] = FileRole.State,
        ["bootstrap-checkpoint-path"] = FileRole.State,
        ["dynamic-config-dir"] = FileRole.State,
        ["service-account-signing-endpoint"] = FileRole.State,
        ["seccomp-profile-root"] = FileRole.State,
        ["containerRuntimeEndpoint"] = FileRole.State,
        ["imageServiceEndpoint"] = FileRole.State,
        ["podLogsDir"] = FileRole.State,
        ["log-dir"] = FileRole.Directory,
        ["cert-dir"] = FileRole.Directory,
        ["pod-manifest-path"] = FileRole.Directory,
        ["staticPodPath"] = FileRole.Directory,
        ["cni-conf-dir"] = FileRole.HostOwned,
        ["resolv-conf"] = FileRole.HostOwned,
        ["resolvConf"] = FileRole.HostOwned,
        ["machine-id-file"] = FileRole.HostOwned,
        ["boot-id-file"] = FileRole.HostOwned,
        ["container-hints"] = FileRole.HostOwned,
        ["docker-tls-ca"] = FileRole.HostOwned,
        ["docker-tls-cert"] = FileRole.HostOwned,
        ["docker-tls-key"] = FileRole.HostOwned,
        ["cni-bin-dir"] = FileRole.Plugins,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Their content is secret even where nothing of it was captured.
    private static readonly FrozenSet<string> SecretFlags = new[]
    {
        "token-auth-file", "basic-auth-file", "encryption-provider-config", "experimental-encryption-provider-config", "tokenFile",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Configurations with credentials of a cloud (kubernetes.io, cloud providers): secret where their content was not captured.
    private static readonly FrozenSet<string> CredentialFlags = new[]
    {
        "cloud-config", "azure-container-registry-config", "google-json-key",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] KeyEndings = ["-key-file", "-keyfile", "-client-key", "PrivateKeyFile", "clientKey"];

    // Kubeconfigs by form, of services that are no apiserver of this cluster (kubernetes.io, webhook modes, auditing): never to be moved.
    private static readonly FrozenSet<string> WebhookFlags = new[]
    {
        "audit-webhook-config-file", "authentication-token-webhook-config-file", "authorization-webhook-config-file", "kubeConfigFile",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Folders of programs or configuration: every file in them counts.
    private static readonly FrozenSet<string> FolderFlags = new[]
    {
        "image-credential-provider-bin-dir", "config-dir", "volume-plugin-dir", "flex-volume-plugin-dir", "volumePluginDir",
    }.ToFrozenSet(StringComparer.Ordinal);

    // The content decides which other files are needed, or what in it is the host's own.
    private static readonly FrozenSet<string> ConfigurationFlags = new[]
    {
        "config", "config-dir", "authorization-config", "authentication-config", "admission-control-config-file", "egress-selector-config-file",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> KubeconfigFlags = new[]
    {
        "kubeconfig", "bootstrap-kubeconfig", "experimental-bootstrap-kubeconfig", "authentication-kubeconfig", "authorization-kubeconfig", "clientConnection.kubeconfig",
    }.ToFrozenSet(StringComparer.Ordinal);

    // YAML or JSON that is read where it was captured, and may be a secret.
    private static readonly FrozenSet<string> YamlFlags = new[]
    {
        "tracing-config-file", "encryption-provider-config", "experimental-encryption-provider-config", "image-credential-provider-config",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] FileEndings =
    [
        "-file", "-cafile", "-certfile", "-keyfile", "-certificate", "-certificate-authority", "-key", "-config", "-filepath-nfs", "-filepath-hostpath",
        "clientCAFile", "tlsCertFile", "tlsPrivateKeyFile",
    ];

    /// <summary>The role that the flag alone decides; null where the content does.</summary>
    internal static FileRole? RoleOf(string flag) => Roles.TryGetValue(flag, out var role) ? role : null;

    /// <summary>Whether what the flag names is a table of secrets.</summary>
    internal static bool NamesSecret(string flag) => SecretFlags.Contains(flag);

    /// <summary>Whether what the flag names is a private key; a key of service accounts can be a public one.</summary>
    internal static bool NamesPrivateKey(string flag) => flag == "client-key" || KeyEndings.Any(ending => flag.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>Whether what the flag names is secret unless its content says otherwise.</summary>
    internal static bool MayNameSecret(string flag) => NamesPrivateKey(flag) || CredentialFlags.Contains(flag);

    /// <summary>Whether what the flag names holds secrets alone, in lines that no key introduces.</summary>
    internal static bool NamesOnlySecrets(string flag) => flag is "token-auth-file" or "basic-auth-file" or "tokenFile" || NamesPrivateKey(flag);

    /// <summary>Whether the flag names a file to read, however its path is written.</summary>
    internal static bool NamesFile(string flag) =>
        NamesKubeconfig(flag) || NamesSecret(flag) || NamesWebhook(flag) || flag == "config"
        // --runtime-config switches groups of the API on and off.
        || (flag != "runtime-config" && FileEndings.Any(ending => flag.EndsWith(ending, StringComparison.Ordinal)));

    /// <summary>Whether every file in the folder that the flag names counts.</summary>
    internal static bool NamesFolder(string flag) => FolderFlags.Contains(flag);

    /// <summary>Whether what the flag names has to be read to know what else is needed.</summary>
    internal static bool NamesConfiguration(string flag) => ConfigurationFlags.Contains(flag);

    /// <summary>Whether what the flag names is YAML or JSON.</summary>
    internal static bool NamesYaml(string flag) => NamesConfiguration(flag) || YamlFlags.Contains(flag);

    /// <summary>The paths in a flag's value, each with the flag that names such a file alone.</summary>
    internal static IEnumerable<(string Path, string Flag)> PathsIn(string flag, string value) =>
        // CERT,KEY or CERT,KEY:NAME,NAME (kubernetes.io, kube-apiserver).
        flag == "tls-sni-cert-key" && value.Split(':', 2)[0].Split(',') is [var certificate, var key]
            ? [(certificate, "tls-cert-file"), (key, "tls-private-key-file")]
            : [(value, flag)];

    /// <summary>Whether what the flag names leads to a service that is no apiserver of this cluster.</summary>
    internal static bool NamesWebhook(string flag) => WebhookFlags.Contains(flag);

    /// <summary>Whether what the flag names is a kubeconfig.</summary>
    internal static bool NamesKubeconfig(string flag) => KubeconfigFlags.Contains(flag);
}
