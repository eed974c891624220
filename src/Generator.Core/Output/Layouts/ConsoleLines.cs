using Generator.Core.Rollout;

namespace Generator.Core.Output.Layouts;

/// <summary>A step as commands for a person at a console: what is done, then what is asked, with what goes together on one line.</summary>
internal static class ConsoleLines
{
    internal static IEnumerable<string> Of(RolloutStep step) => step.Phase == Phase.Stage
        // By hand a file goes straight to its place: nothing is staged.
        ? []
        : ConsoleLine.Together(step.Actions.Select(line => line.Instruction).OfType<RolloutAction>().SelectMany(action => action.ByHand), step.Number)
            .Concat(ConsoleLine.Together(step.Gates.Select(line => line.Instruction).OfType<Gate>().Select(gate => gate.ByHand), step.Number))
            .Select(line => line.ToString());
}
