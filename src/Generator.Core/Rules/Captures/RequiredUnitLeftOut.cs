using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class RequiredUnitLeftOut
{
    internal static readonly Rule Rule = new(
        "ORG021",
        Severity.Error,
        "a unit requires another unit that new masters do not get",
        "systemd does not start a unit whose Requires=, Requisite= or BindsTo= names a unit that is not there.",
        "remove the line from the unit on the source master and capture it again; or install that unit on the new masters and capture them too",
        Example.With()
            .Adding("k8s-master1/etc/systemd/system/site-tuning.service", "[Service]\nType=oneshot\nExecStart=/usr/sbin/sysctl --system\n")
            .Changing("k8s-master1/usr/lib/systemd/system/kube-apiserver.service", "[Service]", "Requires=site-tuning.service\n\n[Service]"),
        Example.With().Changing(
            "k8s-master1/usr/lib/systemd/system/kube-apiserver.service",
            "[Service]",
            "Requires=network-online.target\n\n[Service]"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from needed in NeededUnit.Of(cluster, NeededUnit.Required)
        select new Finding(needed.At, $"{needed.By} needs {needed.Name} ({needed.Key}), but {string.Join(", ", needed.Without)} would not have it");
}
