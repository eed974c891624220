using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Reporting.Runs;
using Generator.Core.Rollout;

namespace Generator.Core.Reporting.Reports;

/// <summary>
/// A run in plain lines, one after the other, for a log or a terminal without a live view. What would change is gathered first, so that alike
/// hosts come together, and comes before the lines of the event that follows it. The end repeats every warning.
/// </summary>
/// <param name="width">How many characters a line may have where that can be chosen.</param>
public sealed class RunText(int width)
{
    private readonly List<ChangePlanned> planned = [];
    private readonly List<EngineSaid> warnings = [];
    private int steps;
    private Phase? phase;

    /// <summary>How long something took, for people.</summary>
    public static string Time(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min {span.Seconds:00} s");

    /// <summary>A line of the host engine, for people.</summary>
    public static string Line(EngineSaid said) => $"{said.Host}: {said.Text}";

    /// <summary>Whether a line of the host engine goes without saying: single files, and good answers before anything is changed.</summary>
    public static bool IsQuiet(EngineSaid said, Phase? phase) => (said.Step, said.Result) switch
    {
        ("swap", "changed") or ("validate", "ok") or ("confirm", "ok") => true,
        ("gate", "ok") => phase is null or Phase.Preflight,
        _ => false,
    };

    /// <summary>The lines of an event; none where it goes without saying.</summary>
    public IEnumerable<string> Lines(TimedEvent timed)
    {
        if (timed.Event is EngineSaid { Result: "warning" } warning)
            warnings.Add(warning);
        if (timed.Event is ChangePlanned change)
        {
            planned.Add(change);
            return [];
        }

        ImmutableArray<string> plan = [.. PlanText.Lines(planned, width)];
        planned.Clear();
        return plan.Concat(Own(timed));
    }

    private IEnumerable<string> Own(TimedEvent timed)
    {
        switch (timed.Event)
        {
            case RunStarted started:
                steps = started.Steps.IsEmpty ? 0 : started.Steps[^1].Number;
                return [started.IsReading
                    ? $"{started.Command} into {started.Folder}, by {started.Who}"
                    : $"{started.Command} {started.Folder}: {started.Cluster}, output {started.Result[..12]}, run {started.Run} by {started.Who}"];
            case StepStarted step:
                phase = step.Phase;
                return [$"step {step.Number} of {steps}: {step.Title} ({Time(timed.Elapsed)})"];
            default:
                return Others(timed.Event);
        }
    }

    private IEnumerable<string> Others(RunEvent happened) => happened switch
    {
        Said said => [said.Text],
        HostUnreachable host => [$"{host.Host} cannot be reached: {host.Reason}", .. Indented(host.Advice)],
        StepFailed step => [$"step {step.Number} failed"],
        EngineSaid said when !IsQuiet(said, phase) => [$"  {Line(said)}"],
        RunEnded ended =>
            [
                .. ended.Hosts.Select(host => $"  {host.Host}: {host.State}"),
                .. warnings.Select(said => $"  warning: {said.Host}: {said.Detail}"),
                ended.Text,
            ],
        _ => [],
    };

    private static IEnumerable<string> Indented(string text) => text.Length == 0 ? [] : [$"  {text}"];
}
