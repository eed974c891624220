using System.Collections.Immutable;

namespace Generator.Core.Rollout;

/// <summary>Every kind of action and of gate, by the word that plans use for it. The lists are written from the files (ClosedSets.targets).</summary>
internal static class RolloutKinds
{
    internal static ImmutableDictionary<string, ActionKind> Actions { get; } = ActionList.All.ToImmutableDictionary(
        kind => kind.Name, StringComparer.Ordinal);

    internal static ImmutableDictionary<string, GateKind> Gates { get; } = GateList.All.ToImmutableDictionary(
        kind => kind.Name, StringComparer.Ordinal);
}

/// <summary>A kind of action.</summary>
internal sealed record ActionKind(string Name, Func<string, Arguments, RolloutAction> Read)
{
    internal static ActionKind Of<T>()
        where T : RolloutAction, IAction => new(Spelling.OfName(typeof(T).Name), T.Read);
}

/// <summary>A kind of gate.</summary>
internal sealed record GateKind(string Name, Func<string, int, Arguments, Gate> Read)
{
    internal static GateKind Of<T>()
        where T : Gate, IGate => new(Spelling.OfName(typeof(T).Name), T.Read);
}
