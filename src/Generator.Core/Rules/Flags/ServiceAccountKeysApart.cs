using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class ServiceAccountKeysApart
{
    internal static readonly Rule Rule = new(
        "FLG015",
        Severity.Warning,
        "service-account keys do not match",
        "A kube-apiserver refuses tokens signed with a key it does not know. The result is random 401 and controllers that cannot work.",
        "on the host, use one key pair for --service-account-key-file, --service-account-signing-key-file and the controller-manager's "
            + "--service-account-private-key-file, and capture it again; or waive this with the reason",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--service-account-signing-key-file=/data/application/kubernetes/ssl/ca-key.pem",
            "--service-account-signing-key-file=/data/application/kubernetes/ssl/server-key.pem"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Source is not { } source || source.Find(ComponentKind.Apiserver) is not { } apiserver)
            return [];
        var known = apiserver.Flags.Where(flag => flag.Name == "service-account-key-file")
            .Select(flag => PublicKey.Of(source.Capture, flag.Text))
            .ToArray();
        // A key without a known public part cannot be compared, and another rule reports that it is missing.
        if (known.Length == 0 || known.Contains(null))
            return [];
        var manager = source.Find(ComponentKind.ControllerManager);
        // Another rule reports controllers that use such tokens.
        var signsForItself = manager?.Find("use-service-account-credentials") is { IsTrue: true };
        Flag?[] signing =
        [
            apiserver.Find("service-account-signing-key-file"),
            signsForItself ? null : manager?.Find("service-account-private-key-file"),
        ];
        return signing
            .OfType<Flag>()
            .Where(flag => PublicKey.Of(source.Capture, flag.Text) is { } key && !known.Contains(key))
            .Select(flag => new Finding(flag.At, $"tokens are signed with {flag.Text}, but no --service-account-key-file of the kube-apiserver has "
                + "its public part"));
    }
}
