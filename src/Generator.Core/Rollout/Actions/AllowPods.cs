using System.Collections.Immutable;

namespace Generator.Core.Rollout.Actions;

/// <summary>Uncordons a node.</summary>
/// <param name="Node">The node.</param>
internal sealed record AllowPods(string Host, string Node) : RolloutAction(Host), IAction
{
    internal override ImmutableArray<string> Arguments => [Node];

    internal override ImmutableArray<ConsoleLine> ByHand => [new(Host, $"kube uncordon {Node}")];

    public static RolloutAction Read(string host, Arguments given) => new AllowPods(host, given.Next());
}
