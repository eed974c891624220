using System.Collections.Frozen;

namespace Generator.Core.Reading.Originals;

/// <summary>
/// The flags and configuration keys whose path is not a file to read (kubernetes.io, command line references of the components). A path
/// in any other flag is a file that must exist.
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

    // Their content is secret even if it was not captured.
    private static readonly FrozenSet<string> SecretFlags = new[]
    {
        "token-auth-file", "basic-auth-file", "encryption-provider-config", "experimental-encryption-provider-config", "tokenFile",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Configurations with cloud credentials (kubernetes.io, cloud providers): secret if their content was not captured.
    private static readonly FrozenSet<string> CredentialFlags = new[]
    {
        "cloud-config", "azure-container-registry-config", "google-json-key",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] KeyEndings = ["-key-file", "-keyfile", "-client-key", "PrivateKeyFile", "clientKey"];

    // Kubeconfigs by form, for services that are not this cluster's kube-apiserver (kubernetes.io, webhook modes, auditing): never moved.
    private static readonly FrozenSet<string> WebhookFlags = new[]
    {
        "audit-webhook-config-file", "authentication-token-webhook-config-file", "authorization-webhook-config-file", "kubeConfigFile",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Folders of programs or configuration: every file in them counts.
    private static readonly FrozenSet<string> FolderFlags = new[]
    {
        "image-credential-provider-bin-dir", "config-dir", "volume-plugin-dir", "flex-volume-plugin-dir", "volumePluginDir",
    }.ToFrozenSet(StringComparer.Ordinal);

    // The content decides which other files are needed, or which values in it are the host's own.
    private static readonly FrozenSet<string> ConfigurationFlags = new[]
    {
        "config", "config-dir", "authorization-config", "authentication-config", "admission-control-config-file", "egress-selector-config-file",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> KubeconfigFlags = new[]
    {
        "kubeconfig", "bootstrap-kubeconfig", "experimental-bootstrap-kubeconfig", "authentication-kubeconfig", "authorization-kubeconfig",
        "clientConnection.kubeconfig",
    }.ToFrozenSet(StringComparer.Ordinal);

    // YAML or JSON that is read if it was captured, and may be a secret.
    private static readonly FrozenSet<string> YamlFlags = new[]
    {
        "tracing-config-file", "encryption-provider-config", "experimental-encryption-provider-config", "image-credential-provider-config",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] FileEndings =
    [
        "-file", "-cafile", "-certfile", "-keyfile", "-certificate", "-certificate-authority", "-key", "-config", "-filepath-nfs",
        "-filepath-hostpath",
        "clientCAFile", "tlsCertFile", "tlsPrivateKeyFile",
    ];

    // Keys of the scheduler's extenders and of the kube-apiserver's egress selector: the flags for such files.
    private static readonly FrozenDictionary<string, string> Keys = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["tlsConfig.caFile"] = "client-ca-file",
        ["tlsConfig.certFile"] = "client-certificate",
        ["tlsConfig.keyFile"] = "client-key",
        ["tlsConfig.caBundle"] = "client-ca-file",
        ["tlsConfig.clientCert"] = "client-certificate",
        ["tlsConfig.clientKey"] = "client-key",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The flag that names such a file, for a key of a configuration by its path; else the last part of the path.</summary>
    internal static string OfKey(string key) =>
        NamesKubeconfig(key) ? key
        : Keys.FirstOrDefault(pair => key == pair.Key || key.EndsWith($".{pair.Key}", StringComparison.Ordinal)) is { Value: { } flag } ? flag
        : key[(key.LastIndexOf('.') + 1)..];

    /// <summary>The role from the flag alone; null if the content decides.</summary>
    internal static FileRole? RoleOf(string flag) => Roles.TryGetValue(flag, out var role) ? role : null;

    /// <summary>Whether the flag names a file of secrets.</summary>
    internal static bool NamesSecret(string flag) => SecretFlags.Contains(flag);

    /// <summary>Whether the flag names a private key; a key of service accounts can be a public one.</summary>
    internal static bool NamesPrivateKey(string flag) =>
        flag == "client-key" || KeyEndings.Any(ending => flag.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>Whether the flag names a file that is secret unless its content shows otherwise.</summary>
    internal static bool MayNameSecret(string flag) => NamesPrivateKey(flag) || CredentialFlags.Contains(flag);

    /// <summary>Whether the flag names a file that contains only secrets, in lines without keys.</summary>
    internal static bool NamesOnlySecrets(string flag) => flag is "token-auth-file" or "basic-auth-file" or "tokenFile" || NamesPrivateKey(flag);

    /// <summary>Whether the flag names a file to read, however its path is written.</summary>
    internal static bool NamesFile(string flag) =>
        NamesKubeconfig(flag) || NamesSecret(flag) || NamesWebhook(flag) || flag == "config"
        // --runtime-config enables and disables groups of the API.
        || (flag != "runtime-config" && FileEndings.Any(ending => flag.EndsWith(ending, StringComparison.Ordinal)));

    /// <summary>Whether every file in the folder that the flag names counts.</summary>
    internal static bool NamesFolder(string flag) => FolderFlags.Contains(flag);

    /// <summary>Whether the file must be read to know which other files are needed.</summary>
    internal static bool NamesConfiguration(string flag) => ConfigurationFlags.Contains(flag);

    /// <summary>Whether the flag names YAML or JSON.</summary>
    internal static bool NamesYaml(string flag) => NamesConfiguration(flag) || YamlFlags.Contains(flag);

    /// <summary>The paths in a flag's value, each with the flag that names such a file alone.</summary>
    internal static IEnumerable<(string Path, string Flag)> PathsIn(string flag, string value) =>
        // CERT,KEY or CERT,KEY:NAME,NAME (kubernetes.io, kube-apiserver).
        flag == "tls-sni-cert-key" && value.Split(':', 2)[0].Split(',') is [var certificate, var key]
            ? [(certificate, "tls-cert-file"), (key, "tls-private-key-file")]
            : [(value, flag)];

    /// <summary>Whether the flag names a file that leads to a service other than this cluster's kube-apiserver.</summary>
    internal static bool NamesWebhook(string flag) => WebhookFlags.Contains(flag);

    /// <summary>Whether the flag names a kubeconfig.</summary>
    internal static bool NamesKubeconfig(string flag) => KubeconfigFlags.Contains(flag);
}
