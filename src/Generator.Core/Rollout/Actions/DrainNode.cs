using System.Collections.Immutable;

namespace Generator.Core.Rollout.Actions;

/// <summary>Cordons a node and moves its pods. The kubelet of a machine that is gone ends no pod: its pods go with the node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Address">Its address, where another machine may have that name; null where no other has it.</param>
internal sealed record DrainNode(string Host, string Node, string? Address) : RolloutAction(Host), IAction
{
    internal override ImmutableArray<string> Arguments => Address is null ? [Node] : [Node, Address];

    internal override LineCondition When => LineCondition.Present;

    internal override int Estimate => 60;

    internal override ImmutableArray<ConsoleLine> ByHand =>
        [new(Host, $"kube drain {Node} --ignore-daemonsets", $"drained{OnlyAt.Of(Address)}; decide yourself about a pod that it refuses to move")];

    public static RolloutAction Read(string host, Arguments given) => new DrainNode(host, given.Next(), given.Rest().FirstOrDefault());
}
