using Generator.Core.Diagnostics;
using Generator.Core.Originals;
using Generator.Core.Syntax;

namespace Generator.Core.Rules.Powers;

/// <summary>PWR004.</summary>
internal static class SeparateSigningKeys
{
    internal static readonly Rule Rule = new(
        "PWR004",
        Severity.Error,
        "a master that signs tokens with a key of its own",
        "Where each master has its own server key and signs service-account tokens with it, one apiserver refuses the tokens of the other: a pod works or gets 401 by the master that its request falls to.",
        "let all masters sign with the source's key (--service-account-signing-key-file and --service-account-private-key-file), and capture the master again",
        Example.With()
            .Adding("k8s-master2/usr/lib/systemd/system/kube-apiserver.service", "[Service]\nExecStart=/usr/bin/kube-apiserver --advertise-address=192.168.3.172 --tls-private-key-file=/etc/kubernetes/server-key.pem --service-account-signing-key-file=/etc/kubernetes/server-key.pem\n")
            .Changing("k8s-master2/capture.json", "\"files\": [", $"\"files\": [{Listed}"),
        Example.With(),
        Check);

    private const string Listed = """

            {"path": "/usr/bin/kube-apiserver", "type": "file", "mode": "0755", "owner": "root:root", "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
            {"path": "/etc/kubernetes/server-key.pem", "type": "file", "mode": "0600", "owner": "root:root", "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "publicKeySha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
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
               select new Finding(flag.At, $"{master.Host.Name} signs tokens with {flag.Text}{Also(other, flag)}, and {source.Capture.Host} with another key");
    }

    private static string Also(Installation installation, Flag flag) =>
        installation.Find(ComponentKind.Apiserver)?.Find("tls-private-key-file")?.Text == flag.Text ? ", its own server key" : "";

    private static IEnumerable<Flag> SigningKeys(Installation installation)
    {
        var apiserver = installation.Find(ComponentKind.Apiserver);
        Flag?[] flags = [apiserver?.Find("service-account-signing-key-file"), installation.Find(ComponentKind.ControllerManager)?.Find("service-account-private-key-file")];
        return flags.OfType<Flag>();
    }
}
