using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class SourceAddressDiffers
{
    internal static readonly Rule Rule = new(
        "ORG011",
        Severity.Error,
        "the source master's address differs from its kube-apiserver's",
        "haplane finds the source master's own values in a file by its address. With a wrong address they would be copied unchanged to every new "
            + "master.",
        "write the address that the kube-apiserver uses, or correct the flag on the host and capture it again",
        Example.With(
            masters: "[{name: k8s-master1, address: 192.168.3.172}, {name: k8s-master2, address: 192.168.3.171}, {name: k8s-master3, address: "
                + "192.168.3.173}]"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Source is not { } source || source.Find(ComponentKind.Apiserver) is not { } apiserver || OwnAddress(apiserver) is not { } own)
            return [];
        return cluster.Topology.Masters
            .Where(master => master.Host.Name.Value.Text == source.Capture.Host && master.Host.Address.Value != own.Address)
            .Select(master => new Finding(master.Host.Address.At, $"the address of {master.Host.Name} is {master.Host.Address}, "
                + $"but its kube-apiserver's --{own.Flag.Name} is {own.Address}")
            {
                Related = [new RelatedPlace("the flag", own.Flag.At)],
            });
    }

    private static (Flag Flag, Address Address)? OwnAddress(Component apiserver) =>
        Of(apiserver.Find("advertise-address"), mayBeLoopback: true) ?? Of(apiserver.Find("bind-address"), mayBeLoopback: false);

    private static (Flag Flag, Address Address)? Of(Flag? flag, bool mayBeLoopback) =>
        flag is not null && Address.TryParse(flag.Text, out var address) && !address.IsWildcard && (mayBeLoopback || !address.IsLoopback)
            ? (flag, address)
            : null;
}
