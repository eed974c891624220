using System.Collections.Immutable;

namespace Generator.Core.Rollout.Actions;

/// <summary>Deletes a node and its CSRs.</summary>
/// <param name="Node">The node.</param>
/// <param name="Address">Its address, where another machine may have that name; null where no other has it.</param>
internal sealed record ForgetNode(string Host, string Node, string? Address = null) : RolloutAction(Host), IAction
{
    internal override ImmutableArray<string> Arguments => Address is null ? [Node] : [Node, Address];

    internal override int Estimate => 60;

    internal override ImmutableArray<ConsoleLine> ByHand => [new(Host, $"kube delete node {Node}", $"deleted{OnlyAt.Of(Address)}")];

    public static RolloutAction Read(string host, Arguments given) => new ForgetNode(host, given.Next(), given.Rest().FirstOrDefault());
}
