namespace Generator.Core.Foundation.Syntax;

/// <summary>A line that starts like an argument where a new entry or assignment is expected.</summary>
/// <param name="Before">The value above it; null if there is none.</param>
internal sealed record StrayLine(MappedText? Before, MappedText Line)
{
    /// <summary>Whether a line starts like an argument: no key and no variable has such a name.</summary>
    internal static bool IsOne(string line) => line is ['-' or '$', ..];
}
