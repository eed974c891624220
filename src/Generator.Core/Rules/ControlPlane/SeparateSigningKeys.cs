using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.ControlPlane;

internal static class SeparateSigningKeys
{
    internal static readonly Rule Rule = new(
        "PWR004",
        Severity.Error,
        "a master signs tokens with its own key",
        "Each master signs service-account tokens with its own server key. One kube-apiserver refuses the other's tokens: a pod works or gets 401, "
            + "depending on the master that gets its request.",
        "sign with the source master's key on all masters (--service-account-signing-key-file and --service-account-private-key-file), and capture "
            + "the master again",
        Example.With()
            .Adding(
                "k8s-master2/usr/lib/systemd/system/kube-apiserver.service",
                "[Service]\nExecStart=/usr/bin/kube-apiserver --advertise-address=192.168.3.172 "
                    + "--tls-private-key-file=/etc/kubernetes/server-key.pem --service-account-signing-key-file=/etc/kubernetes/server-key.pem\n")
            .Changing("k8s-master2/capture.json", "\"files\": [", $"\"files\": [{Listed}"),
        Example.With(),
        Check);

    private const string Listed = """

            {"path": "/usr/bin/kube-apiserver", "type": "file", "mode": "0755", "owner": "root:root",
             "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
            {"path": "/etc/kubernetes/server-key.pem", "type": "file", "mode": "0600", "owner": "root:root",
             "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
             "publicKeySha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        """;

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Source is not { } source)
            return [];
        var known = SigningKeys(source).Select(flag => PublicKey.Of(source.Capture, flag.Text)).ToHashSet();
        return from master in cluster.Topology.Masters
               let other = cluster.Installations.GetValueOrDefault(master.Host.Name.Value.Text)
               where other is not null && other != source
               from flag in SigningKeys(other).DistinctBy(flag => flag.Text)
               let key = PublicKey.Of(other.Capture, flag.Text)
               where key is not null && known.Count > 0 && !known.Contains(null) && !known.Contains(key)
               select new Finding(
                   flag.At, $"{master.Host.Name} signs tokens with {flag.Text}{Also(other, flag)}, but {source.Capture.Host} uses another key");
    }

    private static string Also(Installation installation, Flag flag) =>
        installation.Find(ComponentKind.Apiserver)?.Find("tls-private-key-file")?.Text == flag.Text ? ", its own server key" : "";

    private static IEnumerable<Flag> SigningKeys(Installation installation)
    {
        var apiserver = installation.Find(ComponentKind.Apiserver);
        Flag?[] flags =
        [
            apiserver?.Find("service-account-signing-key-file"),
            installation.Find(ComponentKind.ControllerManager)?.Find("service-account-private-key-file"),
        ];
        return flags.OfType<Flag>();
    }
}
