using Generator.Core.Reporting.Reports;
using Generator.Core.Reporting.Runs;

namespace Generator.Cli.Events;

/// <summary>Shows a run.</summary>
internal abstract class View : IDisposable
{
    /// <summary>The view that suits where the output goes.</summary>
    internal static View For(bool isJson, TextWriter output) =>
        isJson ? new JsonView(output) : IsLive(output) ? new LiveView(output) : new PlainView(output);

    /// <summary>Shows an event.</summary>
    internal abstract void Hear(TimedEvent timed);

    /// <summary>Says that a signal was heard.</summary>
    internal virtual void Interrupt(TextWriter error) => Listener.Tell(error, "haplane: stopping after the current step");

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    private static bool IsLive(TextWriter output) =>
        Terminal.Decorates(output) && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    private sealed class PlainView(TextWriter output) : View
    {
        // As wide as a terminal is at least; who reads a log may have another.
        private const int Width = 80;
        private readonly RunText text = new(Width);

        internal override void Hear(TimedEvent timed)
        {
            foreach (var line in text.Lines(timed))
                output.WriteLine(line);
            output.Flush();
        }
    }

    private sealed class JsonView(TextWriter output) : View
    {
        internal override void Hear(TimedEvent timed)
        {
            output.Write(RunEventJson.Line(timed));
            output.Flush();
        }
    }
}
