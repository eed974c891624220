using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class SocketNeeded
{
    internal static readonly Rule Rule = new(
        "ORG025",
        Severity.Warning,
        "a program must listen on a socket of every master",
        "A kube-apiserver cannot read secrets or sign tokens without its KMS plug-in or external signer, and does not become ready.",
        "install and start the program on each new master before the rollout, and waive this with that reason",
        Example.With()
            .Changing(
                "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
                "--secure-port=6443",
                "--secure-port=6443 --encryption-provider-config=/data/application/kubernetes/cfg/encryption.yml")
            .Adding(
                "k8s-master1/data/application/kubernetes/cfg/encryption.yml",
                "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n- resources: [secrets]\n  providers:\n"
                    + "  - kms: {name: site, endpoint: \"unix:///run/kms/site.sock\"}\n  - identity: {}\n"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var hosts = cluster.Topology.Masters.Select(master => master.Host.Name.Value).Where(name => name != cluster.Topology.Source.Value).ToArray();
        if (cluster.Source is not { } source || hosts.Length == 0)
            return [];
        return Plugins(source).Concat(Signers(source))
            .Select(needed => new Finding(needed.At, $"the kube-apiserver connects to {Quoted.Text(needed.Socket)}: a program must listen there on "
                + $"{string.Join(", ", hosts)}"));
    }

    private static IEnumerable<(string Socket, Location At)> Plugins(Installation source) =>
        from entry in source.Closure
        where entry.Role == FileRole.Secret
        from root in entry.Content is { } content ? Content.Roots(content) : []
        from pair in ConfigScalars.All(root, "")
        where pair.Key.EndsWith("kms.endpoint", StringComparison.Ordinal)
        select (pair.Scalar.Value, pair.Scalar.At);

    private static IEnumerable<(string Socket, Location At)> Signers(Installation source) =>
        source.Find(ComponentKind.Apiserver)?.Find("service-account-signing-endpoint") is { } flag ? [(flag.Text, flag.At)] : [];
}
