using Wcwidth;

namespace Generator.Core.Foundation.Diagnostics;

/// <summary>How many columns of a terminal a text takes: comments in this field are often Chinese. The only file that knows Wcwidth.</summary>
internal static class DisplayWidth
{
    /// <summary>The columns of a text; a character of no width counts none, a wide one two.</summary>
    internal static int Of(string text) => text.EnumerateRunes().Sum(rune => Math.Max(0, UnicodeCalculator.GetWidth(rune)));
}
