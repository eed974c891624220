using System.Collections.Immutable;
using Generator.Core.Rollout.Actions;

namespace Generator.Core.Rollout;

/// <summary>One step of a rollout. Between two steps the cluster is whole.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Phase">The phase that it belongs to; it is shown, and decides nothing.</param>
/// <param name="OnFailure">What follows when it fails.</param>
/// <param name="Title">What it does.</param>
/// <param name="Advice">What a stop in this step means for the cluster.</param>
/// <param name="Lines">What is sent, in order.</param>
public sealed record RolloutStep(int Number, Phase Phase, OnFailure OnFailure, string Title, string Advice, ImmutableArray<StepLine> Lines)
{
    /// <summary>What is done, in order.</summary>
    public IEnumerable<StepLine> Actions => Of(LineWord.Do);

    /// <summary>What must be true afterwards.</summary>
    public IEnumerable<StepLine> Gates => Of(LineWord.Gate);

    /// <summary>The deliveries among the actions.</summary>
    public IEnumerable<Deliver> OwnDeliveries => Actions.Select(line => line.Instruction).OfType<Deliver>();

    /// <summary>The hosts that it touches, in order.</summary>
    internal IEnumerable<string> Hosts => Actions.Concat(Gates).Select(line => line.Host).Distinct();

    /// <summary>The lines of a kind, in order.</summary>
    public IEnumerable<StepLine> Of(LineWord word) => Lines.Where(line => line.Word == word);

    /// <summary>The delivery to a host; null where there is none.</summary>
    public Deliver? DeliveryTo(string host) => OwnDeliveries.FirstOrDefault(delivery => delivery.Host == host);

    internal RolloutStep Numbered(int number) => this with { Number = number, Lines = [.. Lines.Select(line => line with { Number = number })] };
}

/// <summary>What follows when a step fails.</summary>
public enum OnFailure
{
    /// <summary>The rollout is refused: nothing has been changed.</summary>
    Refuse,

    /// <summary>The rollout stops, and nothing is rolled back.</summary>
    Stop,

    /// <summary>The undo lines of the step are sent.</summary>
    Undo,
}
