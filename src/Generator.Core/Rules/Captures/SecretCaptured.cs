using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Captures;

/// <summary>SEC001.</summary>
internal static class SecretCaptured
{
    internal static readonly Rule Rule = new(
        "SEC001",
        Severity.Error,
        "a private key among the originals",
        "This folder is committed and reviewed; who reads a key once can use it for as long as it is valid.",
        "remove the file from the folder and its history, replace the key on the hosts, and capture again with haplane, which redacts",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.kubeconfig",
            "haplane-redacted",
            "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQo="),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from file in installation.Capture.Files
        from at in Places(installation, file.Key, file.Value)
        select new Finding(at, "the file holds a private key, a token or a password that is not redacted");

    private static IEnumerable<Location> Places(Installation installation, string path, SourceFile file) =>
        SecretText.IsIn(file.Bytes.Span) || SecretText.IsInDocument(file) || (IsTable(installation, path) && SecretText.IsInTable(file))
            ? [Location.StartOf(file)]
            : SecretText.InBalancer(path, file);

    // A table of tokens looks like any other list: the flag that names it says what it is.
    private static bool IsTable(Installation installation, string path) =>
        installation.Closure.Any(entry => entry.Path == path && entry.NamedBy is "--token-auth-file" or "--basic-auth-file");
}
