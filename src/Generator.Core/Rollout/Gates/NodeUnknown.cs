using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Is a node not in the cluster yet?</summary>
/// <param name="Node">The node.</param>
internal sealed record NodeUnknown(string Host, int Seconds, string Node) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Node];

    internal override ConsoleLine ByHand => new(Node, "kube get node", "$h is not among them");

    public static Gate Read(string host, int seconds, Arguments given) => new NodeUnknown(host, seconds, given.Next());
}
