using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class WorkerNotCaptured
{
    internal static readonly Rule Rule = new(
        "ORG002",
        Severity.Error,
        "a worker was not captured",
        "haplane takes the lines to change on a worker from that worker's files, so that it never guesses.",
        "capture the worker, or put its files and capture.json into originals/NAME; or write originals: assumed if it is like the first captured "
            + "worker",
        Example.With(workers: "[{name: k8s-node1, address: 192.168.3.174}, {name: k8s-node9, address: 192.168.3.179}]"),
        Example.With(workers: "[{name: k8s-node1, address: 192.168.3.174}, {name: k8s-node9, address: 192.168.3.179, originals: assumed}]"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from worker in cluster.Topology.Workers
        where cluster.Of(worker) is null
        let name = worker.Host.Name
        select new Finding(name.At, worker.OriginalsAssumed
            ? $"{name} is assumed to be like the first captured worker, but no worker was captured"
            : $"{name} has no originals: originals/{name}/ is missing")
        {
            Hint = $"put its files and capture.json into originals/{name}; or write originals: assumed if it is like the first captured worker",
        };
}
