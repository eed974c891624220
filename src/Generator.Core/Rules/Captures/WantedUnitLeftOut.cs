using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Captures;

/// <summary>ORG022.</summary>
internal static class WantedUnitLeftOut
{
    internal static readonly Rule Rule = new(
        "ORG022",
        Severity.Warning,
        "a unit of the site that a component runs with is not delivered",
        "systemd starts the component without it. What the unit does for the source, such as the pods' network, is then missing on the new masters.",
        "install the unit on the new masters, and waive this with that reason; or capture those masters, too",
        Example.With()
            .Adding("k8s-master1/etc/systemd/system/site-tuning.service", "[Service]\nType=oneshot\nExecStart=/usr/sbin/sysctl --system\n")
            .Changing("k8s-master1/usr/lib/systemd/system/kubelet.service", "After=docker.service", "After=docker.service site-tuning.service"),
        Example.With().Changing(
            "k8s-master1/usr/lib/systemd/system/kubelet.service",
            "After=docker.service",
            "After=docker.service firewalld.service etcd.service"),
        Check);

    // What the source itself does not have, no new master lacks. An apiserver reaches etcd over the network.
    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from needed in NeededUnit.Of(cluster, "Wants", "Upholds", "After", "PartOf")
        where needed.IsOnSource && !NeededUnit.IsEtcd(needed.Name) && !NeededUnit.Of(cluster, NeededUnit.Required).Any(required => required.Name == needed.Name && required.By == needed.By)
        select new Finding(needed.At, $"{needed.By} runs with {needed.Name} ({needed.Key}=), which {string.Join(", ", needed.Without)} would not have");
}
