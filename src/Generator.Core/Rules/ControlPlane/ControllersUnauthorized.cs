using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.ControlPlane;

internal static class ControllersUnauthorized
{
    internal static readonly Rule Rule = new(
        "PWR005",
        Severity.Error,
        "the kube-apiserver refuses the controllers' tokens",
        "With --use-service-account-credentials each controller uses a token signed by the controller-manager. A kube-apiserver without the matching "
            + "key answers 401 to all of them. CSRs stay Approved and are never issued.",
        "on the host, make --service-account-private-key-file of the controller-manager match a --service-account-key-file of the kube-apiserver, "
            + "and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-controller-manager.conf",
            "--service-account-private-key-file=/data/application/kubernetes/ssl/ca-key.pem",
            "--service-account-private-key-file=/data/application/kubernetes/ssl/server-key.pem"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Source is not { } source || source.Find(ComponentKind.ControllerManager) is not { } manager)
            yield break;
        var known = source.Find(ComponentKind.Apiserver)?.Flags.Where(flag => flag.Name == "service-account-key-file")
            .Select(flag => PublicKey.Of(source.Capture, flag.Text))
            .ToArray() ?? [];
        // A key without a known public part cannot be compared.
        if (known.Length == 0 || known.Contains(null) || manager.Find("use-service-account-credentials") is not { IsTrue: true })
            yield break;
        if (manager.Find("service-account-private-key-file") is { } flag
            && PublicKey.Of(source.Capture, flag.Text) is { } key
            && !known.Contains(key))
            yield return new Finding(
                flag.At,
                $"the controllers' tokens are signed with {flag.Text}, but no --service-account-key-file of the kube-apiserver has its public part");
    }
}
