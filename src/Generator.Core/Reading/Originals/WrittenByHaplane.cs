using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Originals;

/// <summary>The mark by which haplane knows a file that it has written: every template of a file for a host begins with it.</summary>
internal static class WrittenByHaplane
{
    internal const string Mark = "# Written by haplane ";

    internal static bool Is(SourceFile file) => file.Text.StartsWith(Mark, StringComparison.Ordinal);
}
