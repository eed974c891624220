using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.ControlPlane;

internal static class EtcdOnLoopback
{
    internal static readonly Rule Rule = new(
        "PWR001",
        Severity.Error,
        "etcd on loopback",
        "On every new master that address is the master itself, and no etcd answers there.",
        "make etcd listen on an address that all masters reach, and capture the source master again",
        Example.With(etcd: "{endpoints: []}").Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "https://192.168.3.171:2379,https://192.168.3.174:2379,https://192.168.3.175:2379",
            "https://127.0.0.1:2379"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Topology.Masters.Length > 1 && cluster.Source?.Find(ComponentKind.Apiserver) is { } apiserver ? Check(apiserver) : [];

    private static IEnumerable<Finding> Check(Component apiserver)
    {
        if (apiserver.Find("etcd-servers") is { } flag && flag.Text.Split(',').Any(EtcdAddress.IsLoopback))
            yield return new Finding(flag.At, "--etcd-servers names loopback");
        // The form is group/resource#url;url, and the flag may be repeated.
        foreach (var overrides in apiserver.Flags.Where(flag => flag.Name == "etcd-servers-overrides"))
        {
            var local = overrides.Text.Split(',')
                .FirstOrDefault(entry => entry.Split('#') is [_, var urls] && urls.Split(';').Any(EtcdAddress.IsLoopback));
            if (local is not null)
                yield return new Finding(overrides.At, $"--etcd-servers-overrides names loopback for {Quoted.Text(local.Split('#')[0])}");
        }
    }
}
