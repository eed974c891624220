using System.Collections.Concurrent;
using System.Globalization;
using Generator.Core.Reporting.Reports;
using Generator.Core.Reporting.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Generator.Cli.Events;

/// <summary>
/// A run on a terminal: what has been done stays above as lines, and below are the current step, the work of every host, and the next steps.
/// Until the first step begins it is plain lines.
/// </summary>
internal sealed class LiveView : View
{
    private const string Untouched = "untouched";
    private const int MostHosts = 12;
    private const int After = 3;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TextWriter output;
    private readonly IAnsiConsole console;
    private readonly RunText text;
    private readonly RunProgress progress = new();
    private readonly Lock turn = new();
    private readonly ConcurrentQueue<string> above = new();
    private readonly CancellationTokenSource end = new();
    private DateTimeOffset began;
    private bool isStopping;
    private Task? showing;

    internal LiveView(TextWriter output)
    {
        this.output = output;
        console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No });
        text = new RunText(Width);
    }

    /// <inheritdoc/>
    internal override void Hear(TimedEvent timed)
    {
        lock (turn)
            progress.Hear(timed);
        if (timed.Event is RunStarted)
            began = timed.At;
        if (timed.Event is RunEnded)
            Stop();
        var lines = text.Lines(timed);
        if (showing is null || showing.IsCompleted)
            Print(timed.Event, lines);
        else if (Stays(timed.Event))
            Keep(timed.Event, lines);
        if (timed.Event is StepEnded ended)
            above.Enqueue(Done(ended.Number));
        if (timed.Event is StepStarted && showing is null)
            showing = Task.Run(Show);
    }

    /// <inheritdoc/>
    internal override void Interrupt(TextWriter error) => isStopping = true;

    /// <inheritdoc/>
    public override void Dispose()
    {
        Stop();
        end.Dispose();
        base.Dispose();
    }

    // What went well is a line a step; faults and messages stay word by word.
    private static bool Stays(RunEvent happened) => happened switch
    {
        Said or StepFailed or HostUnreachable => true,
        EngineSaid said => said.Result is not "ok" and not "changed" and not "same",
        _ => false,
    };

    private static bool IsFailure(RunEvent happened) => happened
        is StepFailed
        or HostUnreachable
        or EngineSaid { Result: "failed" or "refused" }
        or RunEnded { Hosts.IsEmpty: true, Code: not (ExitCode.Fine or ExitCode.Differences) };

    private static string Marked(RunEvent happened, string line) => IsFailure(happened) ? $"[bold red]{Markup.Escape(line)}[/]" : Markup.Escape(line);

    private void Keep(RunEvent happened, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            above.Enqueue(Marked(happened, line));
    }

    // While hosts are asked, how many have answered is shown in one line, which the next event replaces.
    private void Print(RunEvent happened, IEnumerable<string> lines)
    {
        output.Write(Terminal.ClearLine);
        foreach (var line in lines)
            console.Write(new Markup($"{Marked(happened, line)}\n"));
        if (happened is HostsAsked asked && asked.Answered < asked.Asked)
            output.Write(string.Create(CultureInfo.InvariantCulture, $"  {asked.Answered} of {asked.Asked} hosts {asked.What}"));
        output.Flush();
    }

    private int Width => Math.Max(40, console.Profile.Width - 1);

    private string Done(int number)
    {
        lock (turn)
        {
            var step = progress.Steps.Single(step => step.Number == number);
            return $"[green]✓[/] {Row(step, Span(step.Ended - step.Began))}";
        }
    }

    private async Task Show()
    {
        try
        {
            await Draw();
        }
        catch (IOException)
        {
            // The terminal is gone: the next line finds that out, and it is reported.
            return;
        }
    }

    private async Task Draw()
    {
        await console.Live(Text.Empty).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            while (!end.IsCancellationRequested)
            {
                while (above.TryDequeue(out var line))
                    console.Write(new Above(line));
                live.UpdateTarget(Picture());
                await Task.WhenAny(Task.Delay(Frame, end.Token));
            }
        });
        while (above.TryDequeue(out var line))
            console.Write(new Above(line));
    }

    private void Stop()
    {
        if (showing is null || end.IsCancellationRequested)
            return;
        end.Cancel();
        showing.Wait(Patience);
    }

    private Rows Picture()
    {
        lock (turn)
        {
            var now = DateTimeOffset.UtcNow - began;
            return new Rows([Text.Empty, Head(now), .. Steps(now), Text.Empty, .. Hosts(now), Text.Empty, Foot()]);
        }
    }

    private Markup Head(TimeSpan now) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"[bold]{Markup.Escape(progress.Run?.Command ?? "")} {Markup.Escape(progress.Run?.Cluster ?? "")}[/]  "
            + $"{progress.Steps.Count(step => step.State == StepState.Done)} of {progress.Steps.Count} steps done  {Span(now)}"));

    private IEnumerable<Markup> Steps(TimeSpan now)
    {
        foreach (var step in progress.Steps.Skip(progress.Current).Take(1 + After))
        {
            var (mark, style, time) = step.State switch
            {
                StepState.Running => ("▶", "bold yellow", Span(now - step.Began)),
                StepState.Done => ("✓", "green", Span(step.Ended - step.Began)),
                StepState.Failed => ("✗", "bold red", ""),
                _ => (" ", "grey", ""),
            };
            yield return new Markup($"[{style}]{mark} {Row(step, time)}[/]");
        }
    }

    // Hosts with work come first, then changed hosts.
    private IEnumerable<Markup> Hosts(TimeSpan now)
    {
        var hosts = progress.Hosts.OrderBy(host => host.Work.Length > 0 ? 0 : host.State == Untouched ? 2 : 1).ToArray();
        var (names, states) = (hosts.Max(host => host.Name.Length), hosts.Max(host => host.State.Length));
        foreach (var host in hosts.Take(MostHosts))
        {
            var work = host.Work.Length == 0 ? "" : $"{host.Work}  {Span(now - host.Since)}";
            var room = Width - names - states - 6;
            var last = host.Work.Length == 0 ? "" : Cut(host.Last, room - work.Length - 2);
            yield return new Markup(
                $"  {Markup.Escape(host.Name.PadRight(names))}  [{Style(host.State)}]{Markup.Escape(host.State.PadRight(states))}[/]  "
                    + $"[yellow]{Markup.Escape(Cut(work, room))}[/]  [grey]{Markup.Escape(last)}[/]");
        }

        if (hosts.Length > MostHosts)
            yield return new Markup($"  [grey]and {hosts.Length - MostHosts} more[/]");
    }

    private Markup Foot() => progress.Run is { IsReading: true }
        ? new Markup("[grey]Ctrl-C stops; nothing is written on a host.[/]")
        : isStopping
            ? new Markup("[bold yellow]Stopping after the current step.[/]")
            : new Markup("[grey]Ctrl-C stops after the current step.[/]");

    private static string Style(string state) => state switch
    {
        Untouched => "grey",
        HostBecame.Changed or "left" or "captured" => "green",
        _ => "red",
    };

    // A line of a step, with its time at the right edge.
    private string Row(StepProgress step, string time)
    {
        var room = Width - time.Length - 4;
        return Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{Cut($"{step.Number,2} {step.Title}", room).PadRight(room)} {time}"));
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : width < 2 ? "" : $"{text[..(width - 1)]}…";

    private static string Span(TimeSpan span) =>
        span < TimeSpan.FromMinutes(1) ? string.Create(CultureInfo.InvariantCulture, $"{span.Seconds} s") : RunText.Time(span);

    // What is written above the picture is written over the old picture, which has to go first.
    private sealed class Above(string markup) : Renderable
    {
        // Erase from here to the end of the screen (ECMA-48, ED).
        private const string Erase = "\u001b[J";

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            [Segment.Control(Erase), .. ((IRenderable)new Markup($"{markup}\n")).Render(options, maxWidth)];
    }
}
