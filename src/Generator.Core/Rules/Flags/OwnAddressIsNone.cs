using Generator.Core.Diagnostics;
using Generator.Core.Originals;
using Generator.Core.Values;

namespace Generator.Core.Rules.Flags;

/// <summary>FLG021.</summary>
internal static class OwnAddressIsNone
{
    private static readonly string[] Names = ["bind-address", "advertise-address"];

    internal static readonly Rule Rule = new(
        "FLG021",
        Severity.Error,
        "an apiserver's address that is none",
        "The address is what makes one apiserver different from the next; what cannot be read as one cannot be replaced for a new master.",
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
        // A placeholder has a rule of its own.
        where flag is not null && !Address.TryParse(flag.Text, out _) && Placeholder.In(flag.Text) is null
        select new Finding(flag.Value?.Place ?? flag.At, $"found {Quoted.Text(flag.Text)} for --{flag.Name}, expected an address");
}
