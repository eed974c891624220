using Generator.Core.Diagnostics;
using Generator.Core.Originals;
using Generator.Core.Values;

namespace Generator.Core.Rules.Powers;

/// <summary>PWR001.</summary>
internal static class EtcdOnLoopback
{
    internal static readonly Rule Rule = new(
        "PWR001",
        Severity.Error,
        "etcd on loopback",
        "On every new master that address is the master itself, where no etcd answers.",
        "give etcd an address that all masters reach, and capture the source again",
        Example.With(etcd: "{endpoints: []}").Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "https://192.168.3.171:2379,https://192.168.3.174:2379,https://192.168.3.175:2379",
            "https://127.0.0.1:2379"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var flag = cluster.Source?.Find(ComponentKind.Apiserver)?.Find("etcd-servers");
        if (flag is not null && cluster.Topology.Masters.Length > 1 && flag.Text.Split(',').Any(IsLoopback))
            yield return new Finding(flag.At, "--etcd-servers names loopback");
    }

    private static bool IsLoopback(string url) =>
        Endpoint.TryParse(url, out var endpoint) && (endpoint.Host.Address is { IsLoopback: true } || endpoint.Host.Text == "localhost");
}
