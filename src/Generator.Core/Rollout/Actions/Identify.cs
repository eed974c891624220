using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;

namespace Generator.Core.Rollout.Actions;

/// <summary>Asks a host what proves that a CSR is its own. The answer goes with every question of the step that follows.</summary>
/// <param name="Group">The group of the delivery that has started the kubelet.</param>
/// <param name="Unit">The kubelet's unit.</param>
public sealed record Identify(string Host, DeliveryGroup Group, string Unit) : RolloutAction(Host), IAction
{
    internal override ImmutableArray<string> Arguments => [Spelling.Of(Group), Unit];

    internal override ImmutableArray<ConsoleLine> ByHand => [];

    /// <inheritdoc/>
    public static RolloutAction Read(string host, Arguments given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return new Identify(host, Spelling.Parse<DeliveryGroup>(given.Next()), given.Next());
    }
}
