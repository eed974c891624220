using System.Collections.Immutable;

namespace Generator.Core.Rollout.Actions;

/// <summary>Approves the CSR of a node that its own kubelet has made: the one whose key the host has shown.</summary>
/// <param name="Node">The node.</param>
internal sealed record ApproveCsr(string Host, string Node) : RolloutAction(Host), IAction
{
    internal override ImmutableArray<string> Arguments => [Node];

    internal override ImmutableArray<ConsoleLine> ByHand =>
        [new(Host, "kube get csr", $"exactly one Pending of system:node:{Node}; then: kube certificate approve NAME")];

    public static RolloutAction Read(string host, Arguments given) => new ApproveCsr(host, given.Next());
}
