using Generator.Core.Runs;

namespace Generator.Cli.Events;

/// <summary>Who listens to a run. Neither a disk that is full nor somebody who has stopped reading ends what is being done: it is said once.</summary>
internal static class Listener
{
    /// <summary>Says something to whoever is still there.</summary>
    internal static void Tell(TextWriter writer, string line)
    {
        try
        {
            writer.WriteLine(line);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Nobody is: the run goes on, and its journal tells the rest.
            return;
        }
    }

    /// <summary>The same listener, who is left alone after his first fault.</summary>
    /// <param name="hear">What is done with an event.</param>
    /// <param name="lost">Told why nothing more is heard.</param>
    internal static Action<TimedEvent> Patient(Action<TimedEvent> hear, Action<string> lost)
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
