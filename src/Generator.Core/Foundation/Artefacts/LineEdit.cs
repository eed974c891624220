namespace Generator.Core.Foundation.Artefacts;

/// <summary>The replacement of whole lines of a file on a host.</summary>
/// <param name="Old">The exact line without its line end, which stays: a newline, or a carriage return and a newline.</param>
/// <param name="New">The line in its place.</param>
/// <param name="Count">The number of such lines in the file; with another number nothing is changed.</param>
public sealed record LineEdit(string Old, string New, int Count)
{
    /// <summary>The line that an earlier rollout wrote instead of the old one, and that may also be there; empty if there is none.</summary>
    public string Earlier { get; init; } = "";
}
