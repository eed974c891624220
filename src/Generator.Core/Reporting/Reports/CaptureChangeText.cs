using System.Text;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reporting.Reports;

/// <summary>Describes what changed on the hosts between two captures.</summary>
public static class CaptureChangeText
{
    private const int ShownDigest = 12;
    private const int LongestLine = 1_000;

    public static string Render(CaptureChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var text = new StringBuilder();
        foreach (var host in change.Added)
            Write(text, $"+ {host}: captured for the first time");
        foreach (var host in change.Removed)
            Write(text, $"- {host}: no longer captured");
        foreach (var host in change.Hosts)
            Host(text, host);
        return text.Append(Summary(change)).Append('\n').ToString();
    }

    private static void Host(StringBuilder text, CapturedHostChange host)
    {
        Write(text, host.Host);
        foreach (var thing in host.Things)
        {
            Write(text, $"  {Sign(thing.State)} {thing.Name}");
            foreach (var detail in thing.Details)
                Write(text, $"      {Line(detail)}");
            foreach (var line in Encoding.UTF8.GetString(thing.Diff.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                Write(text, $"      {line.Replace("\t", "    ", StringComparison.Ordinal)}");
        }

        text.Append('\n');
    }

    private static void Write(StringBuilder text, string line) => text.Append(VisibleText.Of(line, LongestLine)).Append('\n');

    private static string Summary(CaptureChange change) => change.IsEmpty
        ? "Nothing changed on the captured hosts."
        : $"{Counted.Of(change.Hosts.Length, "host")} changed, {Counted.Of(change.Hosts.Sum(host => host.Things.Length), "difference")}; "
            + FormattableString.Invariant($"{change.Added.Length} added, {change.Removed.Length} removed.");

    private static char Sign(CapturedThingState state) => state switch
    {
        CapturedThingState.Added => '+',
        CapturedThingState.Removed => '-',
        _ => '~',
    };

    private static string Line(CapturedDetail detail) => $"{detail.Key}: {Value(detail.Before)} → {Value(detail.After)}";

    // The start of a digest is enough to tell two of them apart.
    private static string Value(string value) => value.Length == 0 ? "none" : Sha256.TryParse(value, out _) ? $"{value[..ShownDigest]}…" : value;
}
