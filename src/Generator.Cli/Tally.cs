using Generator.Core.Diagnostics;

namespace Generator.Cli;

/// <summary>How many findings there are of each severity.</summary>
/// <param name="Errors">Errors.</param>
/// <param name="Warnings">Warnings.</param>
/// <param name="Notes">Notes.</param>
/// <param name="Waived">Waived findings.</param>
internal sealed record Tally(int Errors, int Warnings, int Notes, int Waived)
{
    /// <summary>Counts findings.</summary>
    internal static Tally Of(IReadOnlyCollection<Diagnostic> findings)
    {
        int Count(Severity severity) => findings.Count(finding => finding.Severity == severity);
        return new Tally(Count(Severity.Error), Count(Severity.Warning), Count(Severity.Note), Count(Severity.Waived));
    }

    /// <summary>Whether a check fails.</summary>
    internal bool Fails(bool strict) => Errors > 0 || (strict && Warnings > 0);

    /// <inheritdoc/>
    public override string ToString() => $"{Counted(Errors, "error")}, {Counted(Warnings, "warning")}, {Counted(Notes, "note")}, {Waived} waived";

    private static string Counted(int count, string word) => count == 1 ? $"1 {word}" : $"{count} {word}s";
}
