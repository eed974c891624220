namespace Generator.Core.Binding;

/// <summary>What a drafted topology says in the place of a value that only a person can choose.</summary>
internal static class Undecided
{
    internal const string Word = "undecided";
}
