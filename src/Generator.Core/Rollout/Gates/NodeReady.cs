using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Is a node Ready?</summary>
/// <param name="Node">The node.</param>
internal sealed record NodeReady(string Host, int Seconds, string Node) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Node];

    internal override ConsoleLine ByHand => new(Node, "kube get node", "$h Ready");

    public static Gate Read(string host, int seconds, Arguments given) => new NodeReady(host, seconds, given.Next());
}
