namespace Generator.Core.Artefacts;

/// <summary>The replacement of whole lines of a file on a host.</summary>
/// <param name="Old">The exact line, without its line end, which stays: a newline, or a carriage return and a newline.</param>
/// <param name="New">The line in its place.</param>
/// <param name="Count">How many such lines the file has; with another number nothing is changed.</param>
public sealed record LineEdit(string Old, string New, int Count)
{
    /// <summary>What an earlier rollout has put in place of the old line, and may stand there as well; empty where none has.</summary>
    public string Earlier { get; init; } = "";
}
