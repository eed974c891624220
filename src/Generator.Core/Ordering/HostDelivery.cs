using System.Collections.Immutable;
using Generator.Core.Artefacts;

namespace Generator.Core.Ordering;

/// <summary>What the host engine does to one host in one step, as one delivery that is confirmed or put back.</summary>
/// <param name="Host">The host.</param>
/// <param name="Group">With what it goes into use.</param>
/// <param name="Units">The units that are to run with it afterwards; empty where files alone are put in place.</param>
internal sealed record HostDelivery(string Host, DeliveryGroup Group, ImmutableArray<string> Units)
{
    /// <summary>The deliveries of a step, by the order of its actions.</summary>
    internal static IEnumerable<HostDelivery> Of(RolloutStep step) =>
        step.Actions
            .Where(action => IsDelivery(action.Verb))
            .GroupBy(action => action.Host, StringComparer.Ordinal)
            .Select(actions => new HostDelivery(actions.Key, GroupOf(step.Phase, actions.First().Verb), [.. actions.Where(action => IsOfUnit(action.Verb)).Select(action => action.Arguments[0]).Distinct()]));

    private static bool IsDelivery(Verb verb) => verb is Verb.RemoveIfEqual or Verb.Place or Verb.Edit or Verb.TakeAway || IsOfUnit(verb);

    private static bool IsOfUnit(Verb verb) => verb is Verb.Enable or Verb.Start or Verb.Restart or Verb.StartOrReload or Verb.Stop;

    private static DeliveryGroup GroupOf(Phase phase, Verb verb) => phase switch
    {
        Phase.Departure => verb == Verb.TakeAway ? DeliveryGroup.Leftover : DeliveryGroup.Leaving,
        Phase.ControlPlane => DeliveryGroup.ControlPlane,
        Phase.LoadBalancer => DeliveryGroup.LoadBalancer,
        _ => DeliveryGroup.Node,
    };
}
