using System.Collections.Immutable;
using Generator.Core.Ordering;

namespace Generator.Core.Runs;

/// <summary>One step: what is done, and what must be true before the next one.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Phase">The stage that it belongs to.</param>
/// <param name="Title">What it does, for people.</param>
/// <param name="Actions">What is done, in order.</param>
/// <param name="Deliveries">What the host engine does of it, a host each.</param>
/// <param name="Gates">What must be true afterwards, in order.</param>
public sealed record PlannedStep(
    int Number,
    Phase Phase,
    string Title,
    ImmutableArray<PlannedAction> Actions,
    ImmutableArray<PlannedDelivery> Deliveries,
    ImmutableArray<PlannedGate> Gates)
{
    /// <summary>The delivery to a host; null where there is none.</summary>
    public PlannedDelivery? DeliveryTo(string host) => Deliveries.FirstOrDefault(delivery => delivery.Host == host);

    /// <summary>The gates by the host that is asked, in the order in which the hosts come.</summary>
    public IEnumerable<IGrouping<string, PlannedGate>> GatesByHost => Gates.GroupBy(gate => gate.Host, StringComparer.Ordinal);

    internal PlannedStep Without(ImmutableHashSet<string> gone) => this with
    {
        Actions = [.. Actions.Where(action => !gone.Contains(action.Host))],
        Deliveries = [.. Deliveries.Where(delivery => !gone.Contains(delivery.Host))],
        Gates = [.. Gates.Where(gate => !gone.Contains(gate.Host))],
    };
}

/// <summary>Something that is done to a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Verb">What is done.</param>
/// <param name="Arguments">The arguments of the verb.</param>
/// <param name="Record">The record of the plan, as the host engine takes it.</param>
public sealed record PlannedAction(string Host, Verb Verb, ImmutableArray<string> Arguments, string Record);

/// <summary>What the host engine delivers to a host in one step.</summary>
/// <param name="Host">The host.</param>
/// <param name="Group">With what it goes into use.</param>
/// <param name="Units">The units, separated by commas; <c>none</c> where files alone are put in place.</param>
public sealed record PlannedDelivery(string Host, string Group, string Units)
{
    /// <summary>The units.</summary>
    public ImmutableArray<string> UnitList => Units == "none" ? [] : [.. Units.Split(',')];
}

/// <summary>Something that must be true.</summary>
/// <param name="Host">The host that is asked.</param>
/// <param name="Question">What is asked; the engine knows the closed set of these.</param>
/// <param name="Seconds">How long it is asked again until it fails; 0 for once.</param>
/// <param name="Arguments">The arguments of the question.</param>
/// <param name="Record">The record of the plan, as the host engine takes it.</param>
public sealed record PlannedGate(string Host, string Question, int Seconds, ImmutableArray<string> Arguments, string Record);
