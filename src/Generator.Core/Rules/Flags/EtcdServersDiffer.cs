using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class EtcdServersDiffer
{
    internal static readonly Rule Rule = new(
        "FLG017",
        Severity.Error,
        "etcd endpoints differ from the kube-apiserver's flag",
        "Backups and the quorum count would use one list, and the kube-apiservers another.",
        "write the same endpoints in both; or remove etcd from the topology to use those of the flag",
        Example.With(etcd: "{endpoints: [https://192.168.3.171:2379, https://192.168.3.174:2379, https://192.168.3.176:2379]}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var (written, flag) = (cluster.Topology.Etcd, cluster.Source?.Find(ComponentKind.Apiserver)?.Find("etcd-servers"));
        if (written.IsEmpty || flag is null)
            return [];
        var used = flag.Text.Split(',').Select(url => url.TrimEnd('/')).ToArray();
        return written
            .Where(endpoint => !used.Contains(endpoint.Value.ToString()))
            .Select(endpoint => Finding(endpoint.At, $"the kube-apiserver does not use {endpoint}", flag))
            .Concat(
                used.Where(url => written.All(endpoint => endpoint.Value.ToString() != url))
                    .Select(url => Finding(written[0].At, $"the kube-apiserver uses {Quoted.Text(url)}, which is not listed", flag)))
            // One mistake makes two differences, and the first one leads to both.
            .Take(1);
    }

    private static Finding Finding(Location at, string message, Flag flag) => new(at, message) { Related = [new RelatedPlace("the flag", flag.At)] };
}
