using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class EtcdEndpointTwice
{
    internal static readonly Rule Rule = new(
        "TOP010",
        Severity.Error,
        "an etcd endpoint is listed twice",
        "The quorum count would include a member that does not exist.",
        "list every member once",
        Example.With(
            etcd: "{endpoints: [https://192.168.3.171:2379, https://192.168.3.174:2379, https://192.168.3.175:2379, https://192.168.3.171:2379, "
                + "https://192.168.3.174:2379]}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from member in cluster.Topology.Etcd
        group member by member.Value into same
        from again in same.Skip(1)
        select new Finding(again.At, $"the etcd endpoint {again} is listed twice")
        {
            Related = [new RelatedPlace("first listed here", same.First().At)],
        };
}
