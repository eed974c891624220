using System.Net;
using System.Net.Sockets;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class ServiceRangeTooSmall
{
    internal static readonly Rule Rule = new(
        "FLG019",
        Severity.Warning,
        "the service range is small",
        "Every service uses an address. The range cannot grow unless the cluster is created again.",
        "plan for a larger range with the next cluster, or waive this with the reason",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--service-cluster-ip-range=10.0.0.0/24",
            "--service-cluster-ip-range=10.0.0.0/28"),
        Example.With(),
        Check);

    private const int LeastHostBits = 6;

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var flag = cluster.Source?.Find(ComponentKind.Apiserver)?.Find("service-cluster-ip-range");
        if (flag is not null && IPNetwork.TryParse(flag.Text.Split(',')[0], out var range) && HostBits(range) < LeastHostBits)
            yield return new Finding(flag.At, $"{range} has room for {(1 << HostBits(range)) - 2} services");
    }

    private static int HostBits(IPNetwork range) => (range.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32) - range.PrefixLength;
}
