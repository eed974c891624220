using System.Collections.Immutable;
using Generator.Core.Ordering;

namespace Generator.Core.Layouts;

/// <summary>A step as commands for a person at a console: what is done, then what is asked, with what goes together on one line.</summary>
internal static class ConsoleLines
{
    internal static IEnumerable<string> Of(RolloutStep step)
    {
        // By hand a file goes straight to its place: nothing is staged.
        if (step.Phase == Phase.Stage)
            return [];
        return ConsoleLine.Together(Joined(step.Actions).Select(ActionConsole.Of), step.Number)
            .Concat(ConsoleLine.Together(Joined(step.Gates).Select(GateConsole.Of), step.Number))
            .Select(line => line.ToString());
    }

    // Neighbours that give systemctl one unit each give it all of them.
    private static IEnumerable<RolloutAction> Joined(ImmutableArray<RolloutAction> actions)
    {
        for (var i = 0; i < actions.Length; i++)
        {
            var joined = actions[i];
            while (TakesUnits(joined.Verb) && i + 1 < actions.Length && (actions[i + 1].Verb, actions[i + 1].Host) == (joined.Verb, joined.Host))
                joined = joined with { Arguments = [.. joined.Arguments, .. actions[++i].Arguments] };
            yield return joined;
        }
    }

    private static bool TakesUnits(Verb verb) => verb is Verb.Enable or Verb.Start or Verb.Restart or Verb.Stop;

    // Ports, units and members are asked about in one command a host.
    private static IEnumerable<Gate> Joined(ImmutableArray<Gate> gates) =>
        gates.GroupBy(gate => (gate.Host, gate.Question, TakesMany(gate.Question) ? string.Join(' ', gate.Arguments.Skip(1)) : string.Join(' ', gate.Arguments)))
            .Select(same => same.First() with { Arguments = [string.Join(' ', same.Select(gate => gate.Arguments.FirstOrDefault() ?? "").Distinct()), .. same.First().Arguments.Skip(1)] });

    private static bool TakesMany(Question question) => question is Question.PortFree or Question.UnitActive or Question.EtcdAnswers;
}
