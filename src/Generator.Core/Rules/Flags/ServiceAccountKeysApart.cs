using Generator.Core.Diagnostics;
using Generator.Core.Originals;
using Generator.Core.Syntax;

namespace Generator.Core.Rules.Flags;

/// <summary>FLG015.</summary>
internal static class ServiceAccountKeysApart
{
    internal static readonly Rule Rule = new(
        "FLG015",
        Severity.Warning,
        "service-account keys that do not belong together",
        "A token signed by one key is refused by an apiserver that knows another: random 401, and controllers that cannot work.",
        "make --service-account-key-file, --service-account-signing-key-file and the controller-manager's --service-account-private-key-file one pair on the host, and capture it again; or waive this with the reason",
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
        var known = apiserver.Flags.Where(flag => flag.Name == "service-account-key-file").Select(flag => PublicKey.Of(source.Capture, flag.Text)).ToArray();
        // A key of which nothing is known cannot be compared; that it is missing is another rule's business.
        if (known.Length == 0 || known.Contains(null))
            return [];
        var manager = source.Find(ComponentKind.ControllerManager);
        // Controllers that act by such tokens are a fault of their own.
        var signsForItself = manager?.Find("use-service-account-credentials") is { IsTrue: true };
        Flag?[] signing = [apiserver.Find("service-account-signing-key-file"), signsForItself ? null : manager?.Find("service-account-private-key-file")];
        return signing
            .OfType<Flag>()
            .Where(flag => PublicKey.Of(source.Capture, flag.Text) is { } key && !known.Contains(key))
            .Select(flag => new Finding(flag.At, $"tokens are signed with {flag.Text}, and no --service-account-key-file of the apiserver has its public part"));
    }
}
