using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class EtcdElsewhere
{
    internal static readonly Rule Rule = new(
        "FLG024",
        Severity.Error,
        "a master uses other etcd members than the source master",
        "Often a search and replace of the source master's address has changed this list too. With a wrong member the kube-apiserver does not start; "
            + "with another etcd it serves another cluster.",
        "write the source master's --etcd-servers on that master, restart its kube-apiserver, and capture it again",
        Example.With()
            .Adding(
                "k8s-master2/usr/lib/systemd/system/kube-apiserver.service",
                "[Service]\nExecStart=/usr/bin/kube-apiserver --advertise-address=192.168.3.172 "
                    + "--etcd-servers=https://192.168.3.172:2379,https://192.168.3.174:2379,https://192.168.3.175:2379\n")
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
               select new Finding(flag.At, $"the kube-apiserver of {master.Host.Name} {Difference(Members(flag.Text), Members(used.Text))}")
               {
                   Related = [new RelatedPlace("the source master's list", used.At)],
               };
    }

    private static string Difference(HashSet<string> own, HashSet<string> source)
    {
        var (more, less) = (List(own.Except(source)), List(source.Except(own)));
        return (more, less) switch
        {
            (_, "") => $"uses {more}, which the source master does not use",
            ("", _) => $"does not use {less}, which the source master uses",
            _ => $"uses {more}, which the source master does not use, and does not use {less}",
        };
    }

    private static string List(IEnumerable<string> members) => string.Join(", ", members.Select(Quoted.Text));

    private static HashSet<string> Members(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(url => url.TrimEnd('/')).ToHashSet(StringComparer.Ordinal);
}
