using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Binding;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals.Faults;

namespace Generator.Core.Reading.Originals;

/// <summary>Reads the folder of one host: capture.json and the captured files next to it.</summary>
internal static class CaptureReader
{
    /// <summary>The path of the inventory in the folder of a host.</summary>
    internal const string InventoryName = "/capture.json";

    internal static Outcome<HostCapture> Read(string host, ImmutableSortedDictionary<string, SourceFile> files)
    {
        if (!files.TryGetValue(InventoryName, out var inventory))
            return Outcome.Of<HostCapture>(null, [NoInventory.Of(host)]);
        return YamlReader.Read(inventory, YamlLimits.Captured)
            .Then(documents => documents.Single())
            .Then(root => Bind(root, host, files.Remove(InventoryName)));
    }

    private static Outcome<HostCapture> Bind(Node root, string host, ImmutableSortedDictionary<string, SourceFile> files)
    {
        var findings = new List<Diagnostic>();
        var reader = new SectionReader(root, InventoryName, CaptureKeys.All, findings);
        var version = reader.Required(CaptureKeys.ApiVersion);
        var named = reader.Required(CaptureKeys.Host);
        if (version.IsWritten && version.Value.Text != CaptureKeys.Version)
            findings.Add(OtherCaptureForm.At(version.At));
        if (named.IsWritten && named.Value.Text != host)
            findings.Add(OtherHostsCapture.At(named.At, named.Value.Text, host));
        var entries = ImmutableSortedDictionary.CreateBuilder<string, InventoryEntry>(StringComparer.Ordinal);
        foreach (var entry in reader.Sections(CaptureKeys.Files))
        {
            var seen = Entry(entry);
            if (seen.Path is not null && !entries.TryAdd(seen.Path, seen))
                findings.Add(PathListedTwice.At(entry.Node.At, seen.Path));
        }

        reader.Optional(CaptureKeys.Distribution);
        CheckUnits(reader);
        CheckRedactions(reader);
        return Outcome.Of(new HostCapture(host, root.At.File, entries.ToImmutable(), files) { NotTaken = NotTaken(reader) }, findings);
    }

    // No pass uses these keys. They are for people, but their form is checked.
    private static void CheckUnits(SectionReader reader)
    {
        foreach (var unit in reader.Sections(CaptureKeys.Units))
        {
            unit.Required(CaptureKeys.UnitName);
            unit.Required(CaptureKeys.Active);
            unit.Required(CaptureKeys.Enabled);
        }
    }

    private static void CheckRedactions(SectionReader reader)
    {
        foreach (var redaction in reader.Sections(CaptureKeys.Redacted))
        {
            redaction.Required(CaptureKeys.Path);
            redaction.Required(CaptureKeys.Line);
            redaction.Required(CaptureKeys.RuleName);
        }
    }

    private static ImmutableSortedDictionary<string, NotTakenReason> NotTaken(SectionReader reader)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, NotTakenReason>(StringComparer.Ordinal);
        foreach (var file in reader.Sections(CaptureKeys.NotTaken))
            files[file.Required(CaptureKeys.Path).Value.Text ?? ""] = file.Required(CaptureKeys.Reason).Value.Value;
        return files.ToImmutable();
    }

    private static InventoryEntry Entry(SectionReader reader)
    {
        var written = reader.Required(CaptureKeys.Path);
        var type = reader.Required(CaptureKeys.Type).Value.Value;
        var isLink = type == EntryType.Link;
        var size = reader.Optional(CaptureKeys.Size);
        return new InventoryEntry(
            written.Value.Text,
            type,
            isLink ? new Permissions("0777") : reader.Required(CaptureKeys.Mode).Value,
            isLink ? new FileOwner("root:root") : reader.Required(CaptureKeys.Owner).Value,
            type == EntryType.File ? Value(reader.Optional(CaptureKeys.Digest)) : null,
            isLink ? reader.Required(CaptureKeys.Target).Value.Text : null,
            Value(reader.Optional(CaptureKeys.PublicKeyDigest)),
            Value(reader.Optional(CaptureKeys.Subject))?.Text,
            Value(reader.Optional(CaptureKeys.ProgramVersion))?.Text,
            written.At)
        {
            Size = size is { } bytes ? long.Parse(bytes.Value.Text, CultureInfo.InvariantCulture) : null,
            SameAs = Value(reader.Optional(CaptureKeys.SameAs)),
        };
    }

    private static T? Value<T>(Located<T>? located)
        where T : struct => located?.Value;
}
