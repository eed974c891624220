using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Is a certificate issued for a node?</summary>
/// <param name="Node">The node.</param>
internal sealed record CsrIssued(string Host, int Seconds, string Node) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Node];

    internal override ConsoleLine ByHand => new(Host, "kube get csr", $"Approved,Issued for system:node:{Node}");

    public static Gate Read(string host, int seconds, Arguments given) => new CsrIssued(host, seconds, given.Next());
}
