using System.Collections.Immutable;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Output.Layouts;
using Generator.Core.Planning.Audits;
using Generator.Core.Reporting.Reports;

namespace Generator.Cli.Capturing;

/// <summary>The messages at the end of a capture.</summary>
internal static class CaptureText
{
    private const int Most = 20;

    /// <summary>The redacted secrets: where, and by which rule.</summary>
    internal static IEnumerable<string> Redactions(ImmutableArray<CapturedHost> hosts)
    {
        var lines = (from host in hosts
                     from file in host.Report.Redactions.GroupBy(redaction => redaction.Path)
                     let rules = from redaction in file
                                 group redaction by redaction.Rule into rule
                                 select rule.Count() == 1 ? rule.Key : $"{rule.Key} ({rule.Count()})"
                     select $"  {host.Name}: {file.Key}: {string.Join(", ", rules)}").ToArray();
        var count = hosts.Sum(host => host.Report.Redactions.Length);
        return count == 0
            ? ["No secret was found in the captured files."]
            : [$"{Count(count, "secret")} replaced on the hosts:", .. Cut(lines, "redacted")];
    }

    /// <summary>The named files that were not captured, and why.</summary>
    internal static IEnumerable<string> NotTaken(ImmutableArray<CapturedHost> hosts)
    {
        foreach (var host in hosts.Where(host => host.Report.Privilege == ReaderPrivilege.None))
        {
            yield return $"{host.Name} was read without root: files that the user cannot read are missing. "
                + "Run \"haplane capture --sudoers USER\" for the needed sudo rules.";
        }

        foreach (var host in hosts.Where(host => !host.Report.MissingTools.IsEmpty))
            yield return $"{host.Name} has no {string.Join(", ", host.Report.MissingTools)}: facts from these tools are missing.";
        var lines = (from host in hosts
                     from file in host.Report.NotTaken
                     where file.Reason is NotTakenReason.Unreadable or NotTakenReason.Large or NotTakenReason.Unclear or NotTakenReason.Path
                     select $"  {host.Name}: {file.Path}: {Reason(file.Reason)}").ToArray();
        if (lines.Length == 0)
            yield break;
        yield return $"{Count(lines.Length, "file")} not taken:";
        foreach (var line in Cut(lines, "notTaken"))
            yield return line;
    }

    /// <summary>The drafted topology.</summary>
    internal static IEnumerable<string> Draft(string draft, string folder)
    {
        var undecided = draft.Split('\n').Count(line => line.Split('#')[0].Contains("undecided", StringComparison.Ordinal));
        var rest = undecided == 0 ? "Nothing is undecided." : $"{Count(undecided, "line")} undecided: replace each one with your choice.";
        yield return $"{Path.Combine(folder, "topology.yaml")}: drafted. {rest}";
    }

    /// <summary>The difference between the running hosts and what haplane would build for them.</summary>
    internal static IEnumerable<string> Comparison(CaptureComparison comparison)
    {
        var count = comparison.Differences.Length;
        yield return $"Built as it is: {Count(comparison.Hosts, "host")}, {Count(count, "file")} {(count == 1 ? "differs" : "differ")}.";
        foreach (var line in Cut([.. comparison.Differences.Select(difference => $"  {difference.Host}: {difference.Path}: {difference.What}")], ""))
            yield return line;
    }

    /// <summary>Why there was no comparison. The topology of the running cluster is not in a file, so places are left out.</summary>
    internal static IEnumerable<string> NotCompared(ImmutableArray<Diagnostic> findings)
    {
        var errors = findings.Where(finding => finding.Severity == Severity.Error).ToArray();
        var ofFiles = errors.Where(finding => finding.At.File.Path != CaptureFolder.TopologyName);
        var others = errors.Except(ofFiles).Select(finding => $"{finding.Code}: {finding.Message}").Distinct();
        return ["Built as it is: not compared, because of these errors:", .. Cut([.. others.Concat(Lines(ofFiles)).Select(line => $"  {line}")], "")];
    }

    /// <summary>The hosts that are named but were not captured, with the command to capture them.</summary>
    internal static IEnumerable<string> Others(ImmutableArray<OtherHost> others, string folder) => others.IsEmpty
        ? []
        :
        [
            "These hosts are named but were not captured:",
            .. others.Select(other => $"  {Given(other.Target)}  ({other.Why})"),
            $"Capture them too: haplane capture {string.Join(" ", others.Select(other => Given(other.Target)))}{Into(folder)}",
        ];

    /// <summary>The hint for two hosts with the same folder.</summary>
    internal static string Twins(string name) =>
        $"Two hosts have the name {name}. Nothing was written. Name both in topology.yaml, each with its own address, and capture again.";

    internal static string End(int captured, IReadOnlyCollection<string> failed, string folder) => failed.Count == 0
        ? $"{Count(captured, "host")} captured. Next: haplane check{(folder == "." ? "" : $" {folder}")}"
        : $"{Count(captured, "host")} captured, but not {string.Join(", ", failed)}: "
            + $"fix the errors above and capture {(failed.Count == 1 ? "it" : "them")} again.";

    private static string[] Lines(IEnumerable<Diagnostic> findings) =>
        LineReport.Render([.. findings], "").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Given(CaptureTarget target) => target.Folder ?? Given(target.Way);

    private static string Given(SshWay way) =>
        (way.User.Length > 0 ? $"{way.User}@" : "")
        + (way.Port is not { } port ? way.Name : way.Name.Contains(':', StringComparison.Ordinal) ? $"[{way.Name}]:{port}" : $"{way.Name}:{port}");

    private static string Into(string folder) => folder == "." ? "" : $" -o {folder}";

    private static string Reason(NotTakenReason reason) => reason switch
    {
        NotTakenReason.Unreadable => "unreadable",
        NotTakenReason.Large => "larger than 1 MiB",
        NotTakenReason.Unclear => "it may contain a secret that cannot be replaced with certainty",
        _ => "its path is too long or has characters that an archive cannot hold",
    };

    private static IEnumerable<string> Cut(string[] lines, string key) => lines.Length <= Most
        ? lines
        : [.. lines.Take(Most), $"  and {lines.Length - Most} more{(key.Length == 0 ? "" : $": see \"{key}\" in originals/HOST/capture.json")}"];

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
