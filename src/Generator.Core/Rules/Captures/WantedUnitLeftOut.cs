using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class WantedUnitLeftOut
{
    internal static readonly Rule Rule = new(
        "ORG022",
        Severity.Warning,
        "a unit that a component runs with is not delivered",
        "systemd starts the component without this unit. Anything that it does on the source master, such as the pod network, is missing on the new "
            + "masters.",
        "install the unit on the new masters, and waive this with that reason; or capture those masters too",
        Example.With()
            .Adding("k8s-master1/etc/systemd/system/site-tuning.service", "[Service]\nType=oneshot\nExecStart=/usr/sbin/sysctl --system\n")
            .Changing("k8s-master1/usr/lib/systemd/system/kubelet.service", "After=docker.service", "After=docker.service site-tuning.service"),
        Example.With().Changing(
            "k8s-master1/usr/lib/systemd/system/kubelet.service",
            "After=docker.service",
            "After=docker.service firewalld.service etcd.service"),
        Check);

    // A new master lacks no unit that the source master itself does not have. A kube-apiserver reaches etcd over the network.
    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from needed in NeededUnit.Of(cluster, "Wants", "Upholds", "After", "PartOf", "OnFailure", "OnSuccess")
            .Concat(NeededUnit.Around(cluster))
            .DistinctBy(needed => (needed.By, needed.Name))
        where needed.IsOnSource
            && !NeededUnit.IsEtcd(needed.Name)
            && !NeededUnit.Of(cluster, NeededUnit.Required).Any(required => required.Name == needed.Name && required.By == needed.By)
        select new Finding(
            needed.At, $"{needed.By} runs with {needed.Name} ({needed.Key}), but {string.Join(", ", needed.Without)} would not have it");
}
