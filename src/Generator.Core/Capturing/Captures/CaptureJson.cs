using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Generator.Core.Foundation.Formats;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Binding;

namespace Generator.Core.Capturing.Captures;

/// <summary>Writes capture.json: one line per entry, sorted, so that a later capture gives a readable difference.</summary>
internal static class CaptureJson
{
    /// <summary>The bytes of a host's capture.json.</summary>
    internal static ReadOnlyMemory<byte> Of(CapturedHost host, SameSecrets same)
    {
        var report = host.Report;
        var keys = new List<string>
        {
            Pair(CaptureKeys.ApiVersion, CaptureKeys.Version),
            Pair(CaptureKeys.Host, host.Name),
            Pair(CaptureKeys.Architecture, report.Architecture),
        };
        if (report.Distro is { } distro)
            keys.Add(Pair(CaptureKeys.Distribution, new Choice<Distro>(distro).ToString()));
        keys.AddRange(Lists(host, same));
        return Encoding.UTF8.GetBytes($"{{\n  {string.Join(",\n  ", keys)}\n}}\n");
    }

    private static IEnumerable<string> Lists(CapturedHost host, SameSecrets same)
    {
        var report = host.Report;
        if (!report.Units.IsEmpty)
            yield return List(CaptureKeys.Units, report.Units.OrderBy(unit => unit.Name, StringComparer.Ordinal).Select(Unit));
        if (!report.Redactions.IsEmpty)
        {
            var sorted = report.Redactions.OrderBy(item => item.Path, StringComparer.Ordinal).ThenBy(item => item.Line);
            yield return List(CaptureKeys.Redacted, sorted.Select(Redacted));
        }

        if (!report.NotTaken.IsEmpty)
            yield return List(CaptureKeys.NotTaken, report.NotTaken.OrderBy(file => file.Path, StringComparer.Ordinal).Select(NotTaken));
        var entries = report.Entries.OrderBy(entry => entry.Path, StringComparer.Ordinal);
        yield return List(CaptureKeys.Files, entries.Select(entry => Entry(entry, same.Find(host.Name, entry.Path))));
    }

    private static string List(Key key, IEnumerable<string> items)
    {
        var lines = string.Join(",\n    ", items);
        return lines.Length == 0 ? $"{Quoted(key.Name)}: []" : $"{Quoted(key.Name)}: [\n    {lines}\n  ]";
    }

    private static string Unit(ReportedUnit unit) =>
        Mapping([Pair(CaptureKeys.UnitName, unit.Name), Pair(CaptureKeys.Active, unit.Active), Pair(CaptureKeys.Enabled, unit.Enabled)]);

    private static string Redacted(Redaction redaction) =>
        Mapping([Pair(CaptureKeys.Path, redaction.Path), Pair(CaptureKeys.Line, redaction.Line), Pair(CaptureKeys.RuleName, redaction.Rule)]);

    private static string NotTaken(NotTaken file) =>
        Mapping([Pair(CaptureKeys.Path, file.Path), Pair(CaptureKeys.Reason, new Choice<NotTakenReason>(file.Reason).ToString())]);

    private static string Entry(ReportedEntry entry, SameSecret? same) => Mapping(
    [
        Pair(CaptureKeys.Path, entry.Path),
        Pair(CaptureKeys.Type, new Choice<EntryType>(entry.Type).ToString()),
        Pair(CaptureKeys.Mode, entry.Mode?.Text),
        Pair(CaptureKeys.Owner, entry.Owner?.Text),
        entry.Size is { } size ? Pair(CaptureKeys.Size, size) : "",
        Pair(CaptureKeys.Digest, entry.Sha256?.Text),
        Pair(CaptureKeys.SameAs, same?.ToString()),
        Pair(CaptureKeys.Target, entry.Target),
        Pair(CaptureKeys.PublicKeyDigest, entry.PublicKeySha256?.Text),
        Pair(CaptureKeys.Subject, entry.Subject),
        Pair(CaptureKeys.ProgramVersion, entry.Version),
    ]);

    private static string Mapping(ImmutableArray<string> pairs) => $"{{{string.Join(", ", pairs.Where(pair => pair.Length > 0))}}}";

    private static string Pair(Key key, string? value) => value is null ? "" : $"{Quoted(key.Name)}: {Quoted(value)}";

    private static string Pair(Key key, long value) => string.Create(CultureInfo.InvariantCulture, $"{Quoted(key.Name)}: {value}");

    // A double-quoted YAML string is a JSON string. A character that a reviewer cannot see is written as its number.
    private static string Quoted(string text) =>
        string.Concat(YamlText.Quoted(text).Select(Shown));

    private static string Shown(char letter) =>
        char.GetUnicodeCategory(letter) == UnicodeCategory.Format ? $"\\u{(int)letter:x4}" : letter.ToString();
}
