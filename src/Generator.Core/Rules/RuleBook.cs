using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;
using Generator.Core.Rules.Captures;
using Generator.Core.Rules.Flags;
using Generator.Core.Rules.Releases;

namespace Generator.Core.Rules;

/// <summary>Every rule about the input, in order of code. The list is written from the files (ClosedSets.targets).</summary>
internal static class RuleBook
{
    internal static ImmutableArray<Rule> All { get; } = [.. RuleList.All.OrderBy(rule => rule.Code, StringComparer.Ordinal)];

    // They ask how files are written and what was captured, and no component's flags.
    private static readonly ImmutableArray<Rule> WithoutFlags =
    [
        SourceNotCaptured.Rule, WorkerNotCaptured.Rule, ComponentMissing.Rule, ComponentStartedTwice.Rule, NamedFileMissing.Rule,
        NeededFileNotCaptured.Rule, OriginalWasEdited.Rule, KubectlMissing.Rule, AgentMissing.Rule, CapturedFileNotListed.Rule,
        SecretCaptured.Rule, SecretReadable.Rule, KeyOfNoCertificate.Rule, FileUnreadable.Rule, StartNotFollowed.Rule, CommandCutShort.Rule,
        MarkBeforeVariable.Rule, BrokenContinuation.Rule, CommentInsideValue.Rule, TextAfterClosingQuote.Rule, GluedFlags.Rule,
        PlaceholderLeft.Rule, ReleaseDiffers.Rule, ReleasesTooFarApart.Rule,
    ];

    /// <summary>
    /// Runs every rule; where flags could not be read, only those that ask for none, because the others would report what follows from that. A
    /// warning or note that the topology waives becomes a waived finding with its reason.
    /// </summary>
    internal static Outcome<Cluster> Check(Cluster cluster)
    {
        // Several ways can lead to one place, such as two frontends to one backend.
        var isIncomplete = cluster.Installations.Values.Any(installation => installation.IsIncomplete);
        var rules = isIncomplete ? All.Where(rule => WithoutFlags.Contains(rule) || IsOfTopology(rule)) : All;
        var found =
            rules.SelectMany(rule => rule.Check(cluster).DistinctBy(finding => (finding.At, finding.Message)).Select(rule.Diagnose)).ToArray();
        // Where rules did not run, a waiver of theirs is not unused.
        var about = isIncomplete ? [] : All.SelectMany(rule => (rule.CheckFindings?.Invoke(cluster, found) ?? []).Select(rule.Diagnose));
        var secrets = CapturedSecrets.Values(cluster).Distinct().OrderByDescending(secret => secret.Length).ToArray();
        return Outcome.Of(cluster, found.Concat(about).Select(finding => RedactedSecrets.In(Waived(finding, cluster.Topology), secrets)));
    }

    private static bool IsOfTopology(Rule rule) =>
        rule.Code.StartsWith("TOP", StringComparison.Ordinal) || rule.Code.StartsWith("RLL", StringComparison.Ordinal);

    private static Diagnostic Waived(Diagnostic finding, Topology topology) =>
        finding.Severity != Severity.Error && topology.Waivers.FirstOrDefault(waiver => waiver.Rule.Value.Text == finding.Code) is { } waiver
            ? finding with { Severity = Severity.Waived, WaivedBecause = waiver.Reason.Value.Text }
            : finding;
}
