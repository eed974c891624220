namespace Generator.Core.Reading.Binding;

/// <summary>The word in a drafted topology for a value that the operator must choose.</summary>
internal static class Undecided
{
    internal const string Word = "undecided";
}
