using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Formats;
using Generator.Core.Foundation.Values;
using Generator.Core.Reporting.Changes;

namespace Generator.Core.Reporting.Reports;

/// <summary>
/// A change as a comment on a pull request: a headline, warnings if there are any, a table for each role, the steps, and the diffs folded.
/// It stays below the length limit of a comment, and lists what it left out.
/// </summary>
public static class ChangeMarkdown
{
    // A comment on GitHub holds 65,536 characters. The note about omitted diffs must fit too.
    private const int Most = 65_000;

    // More lines of one kind are too many to read in a comment.
    private const int MostLines = 40;

    private static readonly (string Title, Func<HostChange, bool> Is)[] Roles =
    [
        ("Masters", change => change.Host.IsMaster),
        ("Load balancers", change => change.Host.IsBalancer && !change.Host.IsMaster),
        ("Workers", change => !change.Host.IsBalancer && !change.Host.IsMaster),
    ];

    /// <param name="command">The command that shows the whole change.</param>
    public static string Render(Change change, string command)
    {
        ArgumentNullException.ThrowIfNull(change);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## haplane: {change.After.Topology.Cluster}: {change.Summary}\n");
        if (change.Foreign.Length > 0)
            text.Append("\n> [!WARNING]\n").Append(Lines([.. change.Foreign.Select(Escaped)], "> - "));
        if (change.IsEmpty)
            return text.ToString();
        if (change.Outlook.Warnings.Length > 0)
            text.Append("\n> [!WARNING]\n").Append(Lines(change.Outlook.Warnings, "> - "));
        text.Append(Titled("Topology", change.Topology.Select(line => line.ToString())));
        var alike = AlikeHosts.Of(change);
        foreach (var (title, isRole) in Roles)
            text.Append(Table(title, [.. alike.Where(hosts => isRole(hosts.First))], change));
        text.Append(Titled("What changes in the rollout", change.Driver.Select(file => $"{Word(file.Kind)}: {file.Path}")));
        text.Append(Numbered("What happens, in this order", EffectLines.Of(change)));
        text.Append(Titled("What it means", Means(change.Outlook)));
        return Diffs(text, [.. change.Driver.Where(file => ChangeText.IsShown(change, file)).Select(Folded), .. alike.Select(Folded)], command);
    }

    private static IEnumerable<string> Means(Outlook outlook) =>
        outlook.Api.Select(line => $"API {line}")
            .Concat(outlook.Watches.Select(line => $"connections: {line}"))
            .Concat(outlook.Etcd.Select(line => $"etcd: {line}"))
            .Concat(outlook.Rollback.Select(line => $"to roll back: {line}"));

    private static string Titled(string title, IEnumerable<string> lines)
    {
        ImmutableArray<string> all = [.. lines.Select(Escaped)];
        return all.IsEmpty ? "" : $"\n### {title}\n\n{Lines(all, "- ")}";
    }

    private static string Numbered(string title, ImmutableArray<string> lines)
    {
        var numbered = lines.Take(MostLines).Select((line, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {Escaped(line)}\n"));
        return lines.IsEmpty ? "" : $"\n### {title}\n\n{string.Concat(numbered)}{Rest(lines.Length)}";
    }

    private static string Lines(ImmutableArray<string> lines, string lead) =>
        $"{string.Concat(lines.Take(MostLines).Select(line => $"{lead}{line}\n"))}{Rest(lines.Length, lead)}";

    private static string Rest(int count, string lead = "") =>
        count > MostLines ? string.Create(CultureInfo.InvariantCulture, $"{lead}and {count - MostLines} more\n") : "";

    private static string Table(string title, ImmutableArray<AlikeHosts> hosts, Change change)
    {
        if (hosts.IsEmpty)
            return "";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n### {title}\n\n| host | | files | services |\n|---|---|---|---|\n");
        foreach (var alike in hosts.Take(MostLines))
        {
            var services = change.Effects.Where(effect => effect.Host == alike.First.Host.Name).GroupBy(effect => effect.Effect);
            var verbs = string.Join("; ", services.Select(same =>
                $"{same.Key.ToString().ToLowerInvariant()} {string.Join(", ", same.Select(effect => MarkdownText.Code(effect.Unit)))}"));
            text.Append(CultureInfo.InvariantCulture, $"| {alike.Names} | {State(alike.First.Kind)} | {alike.First.Files.Length} | {verbs} |\n");
        }

        return text.Append(Rest(hosts.Length, "\n")).ToString();
    }

    private static string State(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => "**new**",
        ChangeKind.Removed => "**leaves**",
        _ => "changes",
    };

    private static string Word(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => "new",
        ChangeKind.Removed => "removed",
        _ => "changes",
    };

    private static string Diffs(StringBuilder text, ImmutableArray<string> blocks, string command)
    {
        var left = 0;
        foreach (var block in blocks)
        {
            if (text.Length + block.Length <= Most)
                text.Append(block);
            else
                left++;
        }

        if (left > 0)
            text.Append(
                CultureInfo.InvariantCulture,
                $"\nThe diffs of {Counted.Of(left, "host")} or groups of hosts are too long for a comment. All of them: `{command}`\n");
        return text.ToString();
    }

    private static string Folded(DriverChange file)
    {
        var lines = ChangeText.LinesOf(file);
        var shown = string.Concat(lines.Take(MostLines).Select(line => $"{line}\n"));
        return $"\n<details><summary>{file.Path}</summary>\n\n{MarkdownText.Block("diff", shown)}{Rest(lines.Length, "\n")}\n</details>\n";
    }

    private static string Folded(AlikeHosts hosts)
    {
        var change = hosts.First;
        var body = change.Kind == ChangeKind.Changed
            ? string.Concat(change.Files.Where(file => file.Kind != ChangeKind.Removed).Select(File)) + Left(change)
            : Listed([.. change.Files.Where(file => (file.After ?? file.Before)?.Class is not (FileClass.Directory or FileClass.NeverCopied))]);
        return $"\n<details><summary>{hosts.Names}: "
            + $"{(change.Kind == ChangeKind.Added ? $"new, {ChangeText.Folded(change)}" : Counted.Of(change.Files.Length, "file"))}</summary>\n\n"
            + $"{body}\n</details>\n";
    }

    private static string Left(HostChange change) =>
        change.Files.Count(file => file.Kind == ChangeKind.Removed) is > 0 and var left
            ? $"No longer delivered; kept unchanged on the host: {Counted.Of(left, "file")}.\n"
            : "";

    private static string Listed(ImmutableArray<FileChange> files)
    {
        var listed = files.Take(MostLines).Select(file => $"- {MarkdownText.Code(file.Path)} {Escaped(file.Attributes)}\n");
        return $"{string.Concat(listed)}{Rest(files.Length, "- ")}";
    }

    private static string File(FileChange file)
    {
        var line = file.Attributes.Length > 0 ? $"{MarkdownText.Code(file.Path)}: {Escaped(file.Attributes)}\n\n" : "";
        return file.Diff.IsEmpty ? line : line + MarkdownText.Block("diff", Encoding.UTF8.GetString(file.Diff.Span)) + "\n";
    }

    // Names and paths from hosts appear in these lines and must not act as Markdown or HTML.
    private static string Escaped(string line) => line
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("`", "\\`", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal);
}
