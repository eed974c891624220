using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Verifying;

namespace Generator.Core.Reporting.Verifications;

/// <summary>A verification for a terminal: a line for each host that is fine, the faults of the others, what to do, and the counts last.</summary>
public sealed class VerificationText
{
    // Hosts in the what-if table that lose nothing are named one by one up to this number.
    private const int MostNames = 12;

    private readonly StringBuilder text = new();
    private readonly Palette palette;

    private VerificationText(bool colour) => palette = new Palette(colour);

    /// <summary>The report.</summary>
    /// <param name="folder">The output, as the operator names it.</param>
    /// <param name="colour">Whether the terminal shows colours.</param>
    public static string Of(Verification verification, string folder, bool colour = false) =>
        new VerificationText(colour).Render(ShownVerification.Of(verification), folder);

    private string Render(Verification verification, string folder)
    {
        Line($"{verification.Cluster}: output {CheckWords.Digest(verification.Output)}, verified {CheckWords.Time(verification.At)}");
        Line("");
        var hosts = HostChecks.Of(verification);
        // The end of a long report is what a terminal shows, so hosts with faults come after those without.
        foreach (var host in hosts.Where(host => host.State == CheckState.Fine))
            Line($"{host.Name}: {palette.Paint(Palette.Green, "fine")}, {CheckWords.Scope(host.Checks)}");
        if (hosts.Any(host => host.State == CheckState.Fine))
            Line("");
        foreach (var host in hosts.Where(host => host.State != CheckState.Fine))
            Faults(host);
        Failures(verification);
        Answers(verification, folder);
        Scope(verification);
        Line(CheckWords.Counts(verification));
        return text.ToString();
    }

    private void Scope(Verification verification)
    {
        if (CheckWords.Scope(verification) is not { Length: > 0 } scope)
            return;
        Lines(WrappedText.Of("", scope, indent: 0));
        Line("");
    }

    private void Faults(HostChecks host)
    {
        Line(palette.Paint(Palette.Bold, $"{host.Name}: {CheckWords.Faults(host.Checks)}"));
        foreach (var check in host.Faults)
        {
            foreach (var line in WrappedText.Of("  ", $"{CheckWords.Of(check.State)}: {check.Subject}: {check.Text}", indent: 4))
                Line(palette.Paint(Colour(check.State), line));
            foreach (var line in check.Difference)
                Line(palette.Paint(Palette.OfDifference(line), $"    {line}"));
            if (check.Advice.Length > 0)
                Lines(WrappedText.Of("    advice: ", check.Advice, indent: 6));
        }

        Line("");
    }

    private void Failures(Verification verification)
    {
        var rows = verification.Failures.Rows.ToLookup(row => FailureWords.Losses(row).IsEmpty);
        if (verification.Failures.Rows.IsEmpty)
            return;
        Line(palette.Paint(Palette.Bold, FailureWords.Title));
        foreach (var row in rows[false])
        {
            Line($"  {FailureWords.Names(row)}:");
            foreach (var loss in FailureWords.Losses(row))
                Lines(WrappedText.Of("    ", loss, indent: 6));
        }

        ImmutableArray<string> harmless = [.. rows[true].Select(FailureWords.Names)];
        if (!harmless.IsEmpty)
            Lines(WrappedText.Of("  ", $"{Named(harmless, rows[false].Any())}: nothing is lost", indent: 4));
        Line("");
    }

    private static string Named(ImmutableArray<string> names, bool areOthers) => names.Length <= MostNames
        ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"each of {(areOthers ? "the other " : "the ")}{Counted.Of(names.Length, "case")}");

    private void Answers(Verification verification, string folder)
    {
        var answers = DriftAnswers.Of(verification, folder);
        if (answers.IsEmpty)
            return;
        Line(palette.Paint(Palette.Bold, "To fix drift"));
        Lines(WrappedText.Of("  ", DriftAnswers.Intro, indent: 2));
        foreach (var answer in answers)
        {
            Lines(WrappedText.Of("  ", answer.Title, indent: 2));
            Lines(answer.Remark.Length == 0 ? [] : WrappedText.Of("  ", answer.Remark, indent: 2));
            Lines(answer.Commands.Select(command => $"    {command}"));
        }

        Line("");
    }

    private static string Colour(CheckState state) => state == CheckState.Unknown ? Palette.Yellow : Palette.Red;

    private void Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Line(line);
    }

    private void Line(string line) => text.Append(line).Append('\n');
}
