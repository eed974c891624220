using System.Collections.Immutable;
using Generator.Core.Reading.Failures;
using Generator.Core.Reporting.Pages;

namespace Generator.Core.Reporting.Reviews;

/// <summary>What the template of the review page sees.</summary>
internal sealed record ReviewView
{
    /// <summary>Its Content-Security-Policy.</summary>
    public required string Policy { get; init; }

    /// <summary>The text of its style element.</summary>
    public required string Style { get; init; }

    /// <summary>The text of its script element.</summary>
    public required string Script { get; init; }

    public required ReviewHead Head { get; init; }

    /// <summary>The picture, as the address of an image.</summary>
    public required string Picture { get; init; }

    /// <summary>The effect of a change, in sentences; none for a whole output.</summary>
    public required ImmutableArray<ReviewList> Lists { get; init; }

    /// <summary>The title of the files.</summary>
    public required string FilesTitle { get; init; }

    public required ImmutableArray<HostRow> Hosts { get; init; }

    public required ImmutableArray<HostFiles> Files { get; init; }

    /// <summary>The changes in what a driver reads or runs.</summary>
    public required ImmutableArray<FileRow> Driver { get; init; }

    public required ImmutableArray<PhaseRows> Phases { get; init; }

    public required ImmutableArray<FailureSummary> Failures { get; init; }

    /// <summary>Whether the output records what happens when a host dies.</summary>
    public required bool KnowsFailures { get; init; }

    public required FindingRows Findings { get; init; }
}

/// <summary>The head of the page.</summary>
/// <param name="Kind">What is reviewed.</param>
/// <param name="Tone">How grave it is.</param>
/// <param name="Summary">The amount of it, as a sentence.</param>
/// <param name="Facts">What it is about, each with its name.</param>
/// <param name="Digest">The identity of the output, so that an approval is about these bytes.</param>
internal sealed record ReviewHead(
    string Cluster, string Kind, string Tone, string Summary, ImmutableArray<ReviewFact> Facts, string Digest);

/// <summary>One fact of the head.</summary>
internal sealed record ReviewFact(string Name, string Value);

/// <summary>Sentences with a title.</summary>
/// <param name="IsOrdered">Whether their order counts.</param>
internal sealed record ReviewList(string Id, string Title, string Tone, bool IsOrdered, ImmutableArray<string> Lines);

/// <summary>One host, or many workers that are alike.</summary>
internal sealed record HostRow(string Names, string Address, string Roles, string Units);

/// <summary>The files of one host, or of several alike.</summary>
/// <param name="Id">The anchor; no text of a host is in it.</param>
/// <param name="State">What happens to the host itself.</param>
/// <param name="All">Every name, where the title does not show all.</param>
internal sealed record HostFiles(string Id, string Names, string State, string All, ImmutableArray<FileRow> Files);

/// <summary>One file.</summary>
/// <param name="Class">How it is treated, or how it differs.</param>
/// <param name="Effect">What its change does to services.</param>
/// <param name="Difference">Its lines; none where there is no difference to show.</param>
internal sealed record FileRow(string Path, string Class, string Effect, ImmutableArray<PageLine> Difference);

/// <summary>One phase of the rollout.</summary>
internal sealed record PhaseRows(string Title, ImmutableArray<StepRow> Steps);

/// <summary>One step.</summary>
/// <param name="Id">The anchor; no text of a host is in it.</param>
/// <param name="Effects">What starts, restarts, reloads or stops; none where nothing does.</param>
/// <param name="OnFailure">What follows when it fails.</param>
/// <param name="Advice">What a stop in this step means.</param>
internal sealed record StepRow(
    string Id, int Number, string Title, ImmutableArray<string> Effects, string OnFailure, string Advice, ImmutableArray<LineRow> Lines);

/// <summary>Instructions of one kind in a step.</summary>
internal sealed record LineRow(string Word, string Kind, string Detail, string Hosts);

/// <summary>The findings.</summary>
/// <param name="IsKnown">Whether the topology was at hand.</param>
internal sealed record FindingRows(bool IsKnown, string Summary, ImmutableArray<FindingRow> Rows);

/// <summary>One finding.</summary>
/// <param name="Waived">Why the topology waives it; empty where it does not.</param>
internal sealed record FindingRow(
    string Tone, string Severity, string Code, string Message, string Place, string Hint, string Waived, ImmutableArray<string> Related);
