namespace Generator.Core.Syntax;

/// <summary>A line that starts as an argument does where a new entry or assignment is expected.</summary>
/// <param name="Before">The value above it; null where there is none.</param>
/// <param name="Line">The line.</param>
internal sealed record StrayLine(MappedText? Before, MappedText Line)
{
    /// <summary>Whether a line starts as an argument does: no key and no variable has such a name.</summary>
    internal static bool IsOne(string line) => line is ['-' or '$', ..];
}
