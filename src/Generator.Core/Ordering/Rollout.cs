using System.Collections.Immutable;
using Generator.Core.Audits;

namespace Generator.Core.Ordering;

/// <summary>What happens in which order across the hosts. It is data: whoever carries it out decides nothing.</summary>
/// <param name="Set">The artefacts that it delivers.</param>
/// <param name="Steps">The steps, numbered from 1.</param>
internal sealed record Rollout(AuditedSet Set, ImmutableArray<RolloutStep> Steps)
{
    /// <summary>What a person should know before the first step.</summary>
    internal IEnumerable<string> Notes => Set.Artefacts.Plan.EtcdOutlook.Select(line => $"etcd: {line}");
}

/// <summary>One step: what is done, and what must be true before the next one.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Phase">The stage that it belongs to.</param>
/// <param name="Title">What it does, for people.</param>
/// <param name="Actions">What is done, in order.</param>
/// <param name="Gates">What must be true afterwards, in order.</param>
internal sealed record RolloutStep(int Number, Phase Phase, string Title, ImmutableArray<RolloutAction> Actions, ImmutableArray<Gate> Gates)
{
    /// <summary>The hosts that it touches, in order.</summary>
    internal IEnumerable<string> Hosts => Actions.Select(action => action.Host).Concat(Gates.Select(gate => gate.Host)).Distinct();
}

/// <summary>Something that is done to a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Verb">What is done.</param>
/// <param name="Arguments">The arguments of the verb.</param>
internal sealed record RolloutAction(string Host, Verb Verb, params ImmutableArray<string> Arguments);

/// <summary>Something that must be true.</summary>
/// <param name="Host">The host that is asked.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Seconds">How long it is asked again until it fails; 0 for once.</param>
/// <param name="Arguments">The arguments of the question.</param>
internal sealed record Gate(string Host, Question Question, int Seconds, params ImmutableArray<string> Arguments);
