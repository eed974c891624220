using System.Globalization;
using System.Text;

namespace Generator.Core.Reporting.Verifications;

/// <summary>One metric in the text format of Prometheus: its help and type once, then its series (prometheus.io, Exposition formats).</summary>
internal sealed class Metric(StringBuilder text, string name, string help)
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>Adds a series. One with the same labels as an earlier one is left out: a collector refuses the whole file for it.</summary>
    internal Metric Add(double value, params (string Name, string Value)[] labels)
    {
        var series = labels.Length == 0
            ? name
            : $"{name}{{{string.Join(',', labels.Select(label => $"{label.Name}=\"{Escaped(label.Value)}\""))}}}";
        if (seen.Count == 0)
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");
        if (seen.Add(series))
            text.Append(CultureInfo.InvariantCulture, $"{series} {value}\n");
        return this;
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
}
