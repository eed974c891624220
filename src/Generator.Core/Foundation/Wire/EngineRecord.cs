namespace Generator.Core.Foundation.Wire;

/// <summary>A line of a host engine's answer that has its form; see <see cref="EngineForm"/>.</summary>
public abstract record EngineRecord;

/// <summary>An event.</summary>
/// <param name="Host">The host.</param>
/// <param name="Step">What it is at.</param>
/// <param name="Result">How that went.</param>
/// <param name="Code">Which of several causes or outcomes; empty for none.</param>
/// <param name="Detail">More, for a person; may be empty.</param>
public sealed record EngineEvent(string Host, string Step, string Result, string Code, string Detail) : EngineRecord;

/// <summary>Something that a program goes on with.</summary>
/// <param name="Name">Its name, of a closed set.</param>
/// <param name="Value">Its value, of the form that goes with the name.</param>
public sealed record EngineFact(string Name, string Value) : EngineRecord
{
    /// <summary>The line, as another host's engine reads it.</summary>
    public string Line => $"fact\t{Name}\t{Value}";
}

/// <summary>A path on the host.</summary>
/// <param name="Path">Absolute, of the characters that a plan can hold.</param>
public sealed record EnginePath(string Path) : EngineRecord;

/// <summary>A line for a person, without control characters but tabs.</summary>
/// <param name="Line">The line.</param>
public sealed record EngineText(string Line) : EngineRecord;
