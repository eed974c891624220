using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Are all nodes Ready that were so before: kubectl get node?</summary>
internal sealed record AllNodesReady(string Host, int Seconds) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [];

    internal override ConsoleLine ByHand => new(Host, "kube get node", "every node Ready");

    public static Gate Read(string host, int seconds, Arguments given) => new AllNodesReady(host, seconds);
}
