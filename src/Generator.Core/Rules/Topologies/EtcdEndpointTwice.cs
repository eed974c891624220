using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Topologies;

/// <summary>TOP010.</summary>
internal static class EtcdEndpointTwice
{
    internal static readonly Rule Rule = new(
        "TOP010",
        Severity.Error,
        "an etcd endpoint stands twice",
        "The quorum would be counted with a member that does not exist.",
        "list every member once",
        Example.With(etcd: "{endpoints: [https://192.168.3.171:2379, https://192.168.3.174:2379, https://192.168.3.175:2379, https://192.168.3.171:2379, https://192.168.3.174:2379]}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from member in cluster.Topology.Etcd
        group member by member.Value into same
        from again in same.Skip(1)
        select new Finding(again.At, $"the etcd endpoint {again} stands twice")
        {
            Related = [new RelatedPlace("first written here", same.First().At)],
        };
}
