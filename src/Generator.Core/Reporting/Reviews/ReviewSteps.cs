using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reporting.Changes;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Actions;

namespace Generator.Core.Reporting.Reviews;

/// <summary>The steps of a rollout, with what each of them restarts.</summary>
internal static class ReviewSteps
{
    /// <param name="change">With a change, only what it affects restarts; without one, everything that a step can.</param>
    internal static IEnumerable<PhaseRows> Of(Delivery output, Change? change)
    {
        var effects = change?.Effects.ToLookup(effect => effect.Step?.Number ?? 0);
        return (output.Plan?.Steps ?? []).GroupBy(step => step.Phase)
            .Select(phase => new PhaseRows(PhaseTitle.Of(phase.Key), [.. phase.Select(step => Row(step, effects))]));
    }

    private static StepRow Row(RolloutStep step, ILookup<int, ServiceEffect>? effects) => new(
        FormattableString.Invariant($"step-{step.Number}"),
        step.Number,
        step.Title,
        [.. effects is null ? Deliveries(step) : Effects(effects[step.Number]), .. Leaders(step)],
        OnFailureOf(step.OnFailure),
        step.Advice,
        [
            .. step.Lines.GroupBy(line => (line.Word, line.Instruction.Kind)).Select(same => Line(same.Key.Word, same.Key.Kind, [.. same])),
        ]);

    private static IEnumerable<string> Deliveries(RolloutStep step) => Sentences(
        step.OwnDeliveries.SelectMany(delivery => delivery.Units.Select(unit =>
            (delivery.Host, unit, delivery.Stopped.Contains(unit) ? "stops" : Verb(delivery.Action)))));

    private static IEnumerable<string> Effects(IEnumerable<ServiceEffect> effects) =>
        Sentences(effects.Select(effect => (effect.Host, effect.Unit, EffectLines.Verb(effect.Effect))));

    // Hosts with the same units share a sentence.
    private static IEnumerable<string> Sentences(IEnumerable<(string Host, string Unit, string Verb)> effects) =>
        from same in effects.Where(effect => effect.Verb.Length > 0).GroupBy(effect => effect.Verb)
        from alike in same.GroupBy(effect => effect.Host).GroupBy(host => string.Join(", ", host.Select(effect => effect.Unit)), host => host.Key)
        select $"{same.Key} {alike.Key} on {ManyNames.Of([.. alike])}";

    private static IEnumerable<string> Leaders(RolloutStep step) =>
        step.Actions.Select(line => line.Instruction).OfType<RestartLeader>()
            .Select(action => $"restarts {action.Unit} on {action.Host} if it leads");

    private static string Verb(UnitAction action) => action switch
    {
        UnitAction.Start => "starts",
        UnitAction.Restart => "restarts",
        UnitAction.Reload => "starts or reloads",
        UnitAction.Stop => "stops",
        _ => "",
    };

    private static string OnFailureOf(OnFailure failure) => failure switch
    {
        OnFailure.Refuse => "the rollout is refused; nothing has been changed",
        OnFailure.Stop => "the rollout stops; nothing is rolled back",
        _ => "the changes of this step are rolled back, and the rollout stops",
    };

    private static LineRow Line(LineWord word, string kind, StepLine[] lines)
    {
        var details = lines.Select(line => string.Join(' ', line.Instruction.Arguments)).Distinct(StringComparer.Ordinal).ToArray();
        return new LineRow(Word(word), kind, details is [var only] ? only : "", ManyNames.Of([.. lines.Select(line => line.Host).Distinct()]));
    }

    private static string Word(LineWord word) => word switch
    {
        LineWord.Do => "do",
        LineWord.Gate => "check",
        LineWord.NewWhen => "new if",
        LineWord.DoneWhen => "done if",
        LineWord.Undo => "if it fails",
        _ => "check after rollback",
    };
}
