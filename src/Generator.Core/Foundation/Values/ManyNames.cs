namespace Generator.Core.Foundation.Values;

/// <summary>The names of hosts that are alike: a few one by one, many as the first, the last and their number.</summary>
internal static class ManyNames
{
    /// <summary>How many are written one by one.</summary>
    internal const int MostAlone = 3;

    internal static string Of(IReadOnlyList<string> names) =>
        names.Count <= MostAlone ? string.Join(", ", names) : Range(names[0], names[^1], names.Count, "host");

    internal static string Range(string first, string last, int count, string noun) => $"{first} to {last} ({Counted.Of(count, noun)})";
}
