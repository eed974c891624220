using Generator.Core.Reporting.Runs;

namespace Generator.Cli.Events;

/// <summary>
/// What listens to a run. Neither a full disk nor a closed pipe ends the run: it is reported once.
/// </summary>
internal static class Listener
{
    /// <summary>Writes a line, where it can still be read.</summary>
    internal static void Tell(TextWriter writer, string line)
    {
        try
        {
            writer.WriteLine(line);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The reader is gone: the run goes on, and its journal has the rest.
            return;
        }
    }

    /// <summary>The same listener, who is left alone after his first fault.</summary>
    /// <param name="hear">What is done with an event.</param>
    /// <param name="lost">Called with the reason.</param>
    internal static Action<TimedEvent> BestEffort(Action<TimedEvent> hear, Action<string> lost)
    {
        var isLost = false;
        return timed =>
        {
            if (isLost)
                return;
            try
            {
                hear(timed);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                isLost = true;
                lost(fault.Message);
            }
        };
    }
}
