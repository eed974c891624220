using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules;

/// <summary>A rule: one file, one code, one page, one test.</summary>
/// <param name="Severity">An error stops the build; a warning or a note can be waived.</param>
/// <param name="Title">The fault in a few words.</param>
/// <param name="Why">The effect on a real cluster.</param>
/// <param name="Hint">What to do, one sentence without a full stop.</param>
/// <param name="Bad">An example that breaks this rule and no other.</param>
/// <param name="Good">The same without the fault.</param>
internal sealed record Rule(
    string Code,
    Severity Severity,
    string Title,
    string Why,
    string Hint,
    Example Bad,
    Example Good,
    Func<Cluster, IEnumerable<Finding>> Check)
{
    /// <summary>Finds the fault in the findings of the other rules; null for a rule about the cluster itself.</summary>
    internal Func<Cluster, IReadOnlyCollection<Diagnostic>, IEnumerable<Finding>>? CheckFindings { get; init; }

    /// <summary>Whether the finding depends on the date. Such a finding is a warning and never affects the exit code.</summary>
    internal bool DependsOnDate { get; init; }

    /// <summary>Whether nothing has to be done about the finding.</summary>
    internal bool NeedsNoAction { get; init; }

    internal Diagnostic Diagnose(Finding finding) =>
        new(Code, Severity, finding.Message, finding.At, finding.Hint ?? Hint)
        {
            Related = finding.Related,
            NeedsNoAction = NeedsNoAction,
        };
}
