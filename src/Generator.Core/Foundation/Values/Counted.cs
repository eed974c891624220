using System.Globalization;

namespace Generator.Core.Foundation.Values;

/// <summary>Numbers with their noun.</summary>
internal static class Counted
{
    /// <summary><c>1 host</c>, <c>2 hosts</c>.</summary>
    internal static string Of(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
