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
        Example.With() with
        {
            ChangedFile = "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.kubeconfig",
            Old = "haplane-redacted",
            New = "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQo=",
        },
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from file in installation.Capture.Files.Values
        where SecretText.IsIn(file.Bytes.Span) || SecretText.IsInKubeconfig(file)
        select new Finding(Location.StartOf(file), "the file holds a private key, a token or a password that is not redacted");
}
