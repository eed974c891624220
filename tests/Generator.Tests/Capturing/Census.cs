using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Generator.Core;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Tests.Support;

namespace Generator.Tests.Capturing;

/// <summary>Writes reports as the reader on a host does.</summary>
internal static class Census
{
    /// <summary>The smallest report, with some records of its own.</summary>
    internal static string With(params string[] records) =>
        Ended(["haplane-capture\t1", "host\tm1", "architecture\tx86_64", "privilege\troot", .. records]);

    /// <summary>The records with the line that ends them.</summary>
    internal static string Ended(IReadOnlyCollection<string> records) =>
        string.Concat(records.Select(record => record + "\n")) + $"end\t{records.Count}\n";

    internal static Outcome<HostReport> Read(string census, params (string Path, string Content)[] files) =>
        Capture.Read(
            "root@m1:22",
            Encoding.UTF8.GetBytes(census),
            files.ToDictionary(file => file.Path, file => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(file.Content)));

    /// <summary>A capture.json with every key.</summary>
    internal static string Whole()
    {
        const string Digest = "0123456789012345678901234567890123456789012345678901234567890123";
        var other = Read(With("entry\tfile\t/etc/token.csv\t0600\troot:root\t84\t-", $"tag\t/etc/token.csv\t{Digest}")).Whole();
        var report = Read(
            With(
                "distro\tdebian\t",
                "entry\tdir\t/etc\t0755\troot:root",
                "entry\tlink\t/etc/link\t../a",
                $"entry\tfile\t/etc/a\t0644\troot:root\t12\t{Digest}",
                $"key\t/etc/a\t{Digest}",
                "certificate\t/etc/a\tCN=kubernetes,O=k8s",
                "version\t/etc/a\tv1.20.4",
                "entry\tfile\t/etc/token.csv\t0600\troot:root\t84\t-",
                $"tag\t/etc/token.csv\t{Digest}",
                "nottaken\t/etc/token.csv\tsecret-table",
                "redacted\t/etc/a\t1\tclient-key-data",
                "unit\tkubelet.service\tactive\tenabled"),
            ("/etc/a", "client-key-data: haplane-redacted\n")).Whole();
        return Encoding.UTF8.GetString(
            Capture.LayOut(
                [new CapturedHost("m1", null, other), new CapturedHost("m2", null, report)], []).Files["originals/m2/capture.json"].Content.Span);
    }

    /// <summary>A report as text.</summary>
    internal static string Of(HostReport report)
    {
        List<string> lines =
        [
            "haplane-capture\t1",
            $"host\t{report.Name}",
            $"architecture\t{report.Architecture}",
            $"privilege\t{report.Privilege.ToString().ToLowerInvariant()}",
        ];
        if (report.Distro is { } distro)
            lines.Add($"distro\t{(distro == Distro.Debian ? "ubuntu\tdebian" : "centos\trhel fedora")}");
        lines.AddRange(report.MissingTools.Select(tool => $"missing\t{tool}"));
        lines.AddRange(report.Addresses.Select(address => $"address\t{address}\teth0"));
        lines.AddRange(report.Entries.SelectMany(Of));
        lines.AddRange(report.Units.Select(unit => $"unit\t{unit.Name}\t{unit.Active}\t{unit.Enabled}"));
        lines.AddRange(report.Redactions.Select(redaction => $"redacted\t{redaction.Path}\t{redaction.Line}\t{redaction.Rule}"));
        lines.AddRange(report.NotTaken.Select(file => $"nottaken\t{file.Path}\t{new Choice<NotTakenReason>(file.Reason)}"));
        lines.AddRange(report.SecretTags.Select(tag => $"tag\t{tag.Key}\t{tag.Value}"));
        lines.AddRange(report.Nodes.Select(node => $"node\t{node.Name}\t{node.Address}"));
        return Ended(lines);
    }

    private static IEnumerable<string> Of(ReportedEntry entry)
    {
        yield return entry.Type switch
        {
            EntryType.Dir => $"entry\tdir\t{entry.Path}\t{entry.Mode}\t{entry.Owner}",
            EntryType.Link => $"entry\tlink\t{entry.Path}\t{entry.Target}",
            _ => $"entry\tfile\t{entry.Path}\t{entry.Mode}\t{entry.Owner}\t{entry.Size}\t{entry.Sha256?.Text ?? "-"}",
        };
        if (entry.PublicKeySha256 is { } key)
            yield return $"key\t{entry.Path}\t{key}";
        if (entry.Subject is { } subject)
            yield return $"certificate\t{entry.Path}\t{subject}";
        if (entry.Version is { } version)
            yield return $"version\t{entry.Path}\t{version}";
    }

    /// <summary>A host of the example as its reader would report it, from its accepted capture.json.</summary>
    internal static CapturedHost OfExample(string host)
    {
        var files = Case.Example.Input.Originals
            .Where(file =>
                file.Path.StartsWith($"originals/{host}/", StringComparison.Ordinal)
                && !file.Path.EndsWith("/capture.json", StringComparison.Ordinal))
            .ToDictionary(file => file.Path[$"originals/{host}".Length..], file => file.Bytes);
        using var inventory = JsonDocument.Parse(Case.Example.Input.Originals.Single(file => file.Path == $"originals/{host}/capture.json").Bytes);
        var entries = inventory.RootElement.GetProperty("files").EnumerateArray().SelectMany(Records).ToArray();
        var census = Ended(["haplane-capture\t1", $"host\t{host}", "architecture\tx86_64", "privilege\troot", .. entries]);
        return new CapturedHost(host, null, Capture.Read(host, Encoding.UTF8.GetBytes(census), files).Whole());
    }

    private static IEnumerable<string> Records(JsonElement entry)
    {
        string Text(string key) => entry.TryGetProperty(key, out var value) ? value.ToString() : "";
        var path = Text("path");
        yield return Text("type") switch
        {
            "dir" => $"entry\tdir\t{path}\t{Text("mode")}\t{Text("owner")}",
            "link" => $"entry\tlink\t{path}\t{Text("target")}",
            _ => $"entry\tfile\t{path}\t{Text("mode")}\t{Text("owner")}\t{Text("size")}\t{Text("sha256")}",
        };
        foreach (var (record, key) in new[] { ("key", "publicKeySha256"), ("certificate", "subject"), ("version", "version") })
        {
            if (Text(key).Length > 0)
                yield return $"{record}\t{path}\t{Text(key)}";
        }
    }

    internal static ImmutableArray<SourceFile> Originals(FileTree tree) =>
        [.. tree.Files.Select(file => new SourceFile(file.Key, file.Value.Content))];
}
