using System.Collections.Immutable;
using Generator.Core.Foundation.Wire;
using Generator.Core.Reporting.Runs;

namespace Generator.Cli.Events;

/// <summary>The events of a run: many parts tell them, and every listener hears them one after the other.</summary>
/// <param name="listeners">Who listens, in order.</param>
internal sealed class RunEvents(ImmutableArray<Action<TimedEvent>> listeners)
{
    private readonly Lock turn = new();
    private readonly long began = TimeProvider.System.GetTimestamp();

    /// <summary>Tells that something has happened.</summary>
    internal void Tell(RunEvent happened)
    {
        lock (turn)
        {
            var timed = new TimedEvent(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetElapsedTime(began), happened);
            foreach (var listener in listeners)
                listener(timed);
        }
    }

    /// <summary>Tells a sentence for a person.</summary>
    internal void Say(string text) => Tell(new Said(text));

    /// <summary>Passes on what a host engine says to a person.</summary>
    internal void Hear(EngineRecord record)
    {
        switch (record)
        {
            case EngineEvent said:
                Tell(EngineSaid.Of(said));
                break;
            case EngineText text:
                Say($"  {text.Line}");
                break;
        }
    }
}
