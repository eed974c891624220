using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.ControlPlane;

internal static class BootstrapTokenRefused
{
    internal static readonly Rule Rule = new(
        "PWR007",
        Severity.Error,
        "no kube-apiserver accepts a bootstrap token",
        "A new master's kubelet uses the token in its bootstrap kubeconfig to request a certificate. A kube-apiserver with no source of tokens "
            + "answers 401, and the node never appears.",
        "set --enable-bootstrap-token-auth=true or --token-auth-file with that token on the kube-apiserver and capture it again, or set node: false "
            + "for the new masters",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--enable-bootstrap-token-auth=true \\\n--token-auth-file=/data/application/kubernetes/cfg/token.csv \\\n",
            ""),
        Example.With(),
        Check);

    private static readonly string[] Switches = ["enable-bootstrap-token-auth", "experimental-bootstrap-token-auth"];

    // Each of these options can accept tokens that no file of this host shows.
    private static readonly string[] Others =
    [
        "token-auth-file", "authentication-token-webhook-config-file", "oidc-issuer-url", "authentication-config",
    ];

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (Joining.Bootstrap(cluster) is { } bootstrap
            && cluster.Source is { } source
            && source.Find(ComponentKind.Apiserver) is { } apiserver
            && IsByToken(source, bootstrap)
            && !Accepts(apiserver))
        {
            yield return new Finding(
                bootstrap.At,
                $"the kubelets of the new masters join with the token in {bootstrap.Text}, "
                    + "but kube-apiserver has neither --enable-bootstrap-token-auth nor --token-auth-file")
            {
                Related = apiserver.Find(Switches[0]) is { } off ? [new RelatedPlace("it is disabled here", off.At)] : [],
            };
        }
    }

    private static bool Accepts(Component apiserver) =>
        Switches.Any(name => apiserver.Find(name) is { IsTrue: true }) || Others.Any(name => apiserver.Find(name) is { Text.Length: > 0 });

    private static bool IsByToken(Installation source, Flag bootstrap) =>
        source.Capture.Open(bootstrap.Text) is { } file
        && Content.Roots(file).Any(root => root.Find("users") is SequenceNode users && users.Items.OfType<MappingNode>().Any(IsByToken));

    private static bool IsByToken(MappingNode user) =>
        user.FindScalar("user", "token") is not null || user.FindScalar("user", "tokenFile") is not null;
}
