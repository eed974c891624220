using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class SshPortTaken
{
    internal static readonly Rule Rule = new(
        "TOP014",
        Severity.Error,
        "ssh uses a port of Kubernetes",
        "Only one of the two can listen on it. The port is probably a mistake, and every host would be unreachable.",
        "write the port on which sshd listens",
        Example.With(more: "ssh: {port: 6443}"),
        Example.With(more: "ssh: {port: 36022}"),
        Check);

    // kubernetes.io, "Ports and Protocols".
    private static readonly int[] Taken = [2379, 2380, 6443, 10250, 10256, 10257, 10259];

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Topology.Hosts
            .Select(host => host.Ssh.Port)
            .Where(port => Taken.Contains(port.Value.Number))
            .DistinctBy(port => port.At)
            .Select(port => new Finding(port.At, $"Kubernetes uses port {port}"));
}
