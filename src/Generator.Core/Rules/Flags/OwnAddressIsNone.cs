using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class OwnAddressIsNone
{
    private static readonly string[] Names = ["bind-address", "advertise-address"];

    internal static readonly Rule Rule = new(
        "FLG021",
        Severity.Error,
        "a kube-apiserver's address is not an address",
        "Each kube-apiserver has its own address. haplane cannot replace a value for a new master that it cannot read as an address.",
        "write an IPv4 or IPv6 address, with a blank before the next flag, on the host and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--advertise-address=192.168.3.171",
            "--advertise-address=master1.example.org"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from name in Names
        let flag = cluster.Source?.Find(ComponentKind.Apiserver)?.Find(name)
        // Another rule reports placeholders.
        where flag is not null && !Address.TryParse(flag.Text, out _) && Placeholder.In(flag.Text) is null
        select new Finding(flag.Value?.Place ?? flag.At, $"found {Quoted.Text(flag.Text)} for --{flag.Name}, expected an address");
}
