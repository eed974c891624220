using Generator.Core.Foundation.Diagnostics;

namespace Generator.Cli;

/// <summary>The number of findings of each severity.</summary>
internal sealed record Tally(int Errors, int Warnings, int Notes, int Waived)
{
    internal static Tally Of(IReadOnlyCollection<Diagnostic> findings)
    {
        int Count(Severity severity) => findings.Count(finding => finding.Severity == severity);
        return new Tally(Count(Severity.Error), Count(Severity.Warning), Count(Severity.Note), Count(Severity.Waived));
    }

    internal bool Fails(bool strict) => Errors > 0 || (strict && Warnings > 0);

    /// <inheritdoc/>
    public override string ToString() => $"{Counted(Errors, "error")}, {Counted(Warnings, "warning")}, {Counted(Notes, "note")}, {Waived} waived";

    private static string Counted(int count, string word) => count == 1 ? $"1 {word}" : $"{count} {word}s";
}
