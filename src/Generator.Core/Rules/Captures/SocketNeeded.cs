using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class SocketNeeded
{
    internal static readonly Rule Rule = new(
        "ORG025",
        Severity.Warning,
        "a program must listen on a socket of every master",
        "A kube-apiserver cannot read secrets or sign tokens without its KMS plug-in or external signer. Without a webhook on the same machine it "
            + "refuses requests.",
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

    private const string Apiserver = "the kube-apiserver";

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var hosts = cluster.Topology.Masters.Select(master => master.Host.Name.Value).Where(name => name != cluster.Topology.Source.Value).ToArray();
        if (cluster.Source is not { } source || hosts.Length == 0)
            return [];
        return Plugins(source).Concat(Signers(source)).Concat(Proxies(source)).Concat(Local(source))
            .Select(needed => new Finding(needed.At, $"{needed.Client} connects to {Quoted.Text(needed.Socket)}: a program must listen there on "
                + $"{string.Join(", ", hosts)}"));
    }

    private static IEnumerable<Needed> Plugins(Installation source) =>
        from entry in source.Closure
        where entry.Role == FileRole.Secret
        from root in entry.Content is { } content ? Content.Roots(content) : []
        from pair in ConfigScalars.All(root, "")
        where pair.Key.EndsWith("kms.endpoint", StringComparison.Ordinal)
        select new Needed(Apiserver, pair.Scalar.Value, pair.Scalar.At);

    private static IEnumerable<Needed> Signers(Installation source) =>
        source.Find(ComponentKind.Apiserver)?.Find("service-account-signing-endpoint") is { } flag ? [new Needed(Apiserver, flag.Text, flag.At)] : [];

    // The konnectivity server on the same machine.
    private static IEnumerable<Needed> Proxies(Installation source) =>
        from pair in Keys(source, "EgressSelectorConfiguration")
        where pair.Key.EndsWith(".udsName", StringComparison.Ordinal)
            || (pair.Key.EndsWith(".tcp.url", StringComparison.Ordinal) && IsOnLoopback(pair.Scalar.Value))
        select new Needed(Apiserver, pair.Scalar.Value, pair.Scalar.At);

    // A webhook, or an extender of the scheduler, on loopback.
    private static IEnumerable<Needed> Local(Installation source) =>
    [
        .. from entry in source.Closure.DistinctBy(entry => entry.Path)
           let kubeconfig = entry is { Role: FileRole.Secret, Content: { } content } ? Content.Kubeconfig(content) : null
           where kubeconfig is not null
           from server in kubeconfig.Servers
           where IsOnLoopback(server.Value)
           select new Needed(Apiserver, server.Value, server.At),
        .. from pair in Keys(source, "KubeSchedulerConfiguration")
           where pair.Key == "extenders.urlPrefix" && IsOnLoopback(pair.Scalar.Value)
           select new Needed("the kube-scheduler", pair.Scalar.Value, pair.Scalar.At),
    ];

    private static IEnumerable<(string Key, ScalarNode Scalar)> Keys(Installation source, string kind) =>
        from entry in source.Closure.DistinctBy(entry => entry.Path)
        let document = entry.Content is { } content ? Content.Document(content) : null
        where document?.FindScalar("kind")?.Value == kind
        from pair in ConfigScalars.All(document, "")
        select pair;

    private static bool IsOnLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var target) && target is { IsLoopback: true, IsFile: false };

    private sealed record Needed(string Client, string Socket, Location At);
}
