using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Has a node renewed its lease since its restart?</summary>
/// <param name="Node">The node.</param>
internal sealed record NodeLeaseRenewed(string Host, int Seconds, string Node) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Node];

    internal override ConsoleLine ByHand => new(
        Node,
        "kube -n kube-node-lease get lease -o custom-columns=NODE:.metadata.name,RENEWED:.spec.renewTime",
        "$h renewed since the restart");

    public static Gate Read(string host, int seconds, Arguments given) => new NodeLeaseRenewed(host, seconds, given.Next());
}
