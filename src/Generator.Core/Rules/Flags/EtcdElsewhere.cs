using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Flags;

/// <summary>FLG024.</summary>
internal static class EtcdElsewhere
{
    internal static readonly Rule Rule = new(
        "FLG024",
        Severity.Error,
        "a master that uses other etcd members than the source",
        "Often a search for the source's address has hit this list, too. With a member that is none the apiserver does not start; with another etcd it answers for another cluster.",
        "write the source's --etcd-servers on that master, restart its apiserver, and capture it again",
        Example.With()
            .Adding("k8s-master2/usr/lib/systemd/system/kube-apiserver.service", "[Service]\nExecStart=/usr/bin/kube-apiserver --advertise-address=192.168.3.172 --etcd-servers=https://192.168.3.172:2379,https://192.168.3.174:2379,https://192.168.3.175:2379\n")
            .Adding("k8s-master2/usr/bin/kube-apiserver", ""),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Source?.Find(ComponentKind.Apiserver)?.Find("etcd-servers") is not { } used)
            return [];
        return from master in cluster.Topology.Masters
               let flag = cluster.Installations.GetValueOrDefault(master.Host.Name.Value.Text)?.Find(ComponentKind.Apiserver)?.Find("etcd-servers")
               where flag is not null && flag != used && !Members(flag.Text).SetEquals(Members(used.Text))
               select new Finding(flag.At, $"the apiserver of {master.Host.Name} {Difference(Members(flag.Text), Members(used.Text))}")
               {
                   Related = [new RelatedPlace("the source's list", used.At)],
               };
    }

    private static string Difference(HashSet<string> own, HashSet<string> source)
    {
        var (more, less) = (List(own.Except(source)), List(source.Except(own)));
        return (more, less) switch
        {
            (_, "") => $"uses {more}, which the source's does not",
            ("", _) => $"leaves out {less}, which the source's uses",
            _ => $"uses {more}, which the source's does not, and leaves out {less}",
        };
    }

    private static string List(IEnumerable<string> members) => string.Join(", ", members.Select(Quoted.Text));

    private static HashSet<string> Members(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(url => url.TrimEnd('/')).ToHashSet(StringComparer.Ordinal);
}
