using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Rules;

/// <summary>Redacts what a finding quotes: a message about a line may hold a secret of it.</summary>
internal static class RedactedSecrets
{
    /// <summary>The finding without the values of secrets: what quotes a line may quote one.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="secrets">The values.</param>
    internal static Diagnostic In(Diagnostic finding, IReadOnlyCollection<string> secrets) => secrets.Count == 0
        ? finding
        : finding with
        {
            Message = Redacted(finding.Message, secrets),
            Hint = Redacted(finding.Hint, secrets),
            IsOnSecret = finding.At.File.LineText(finding.At.Line) is var line
                && secrets.Any(secret => line.Contains(secret.Trim(), StringComparison.Ordinal)),
            Related = [.. finding.Related.Select(place => place with { Message = Redacted(place.Message, secrets) })],
        };

    // A message may hold a value only in part: its first line, or the start of what is too long.
    private static string Redacted(string text, IEnumerable<string> secrets) =>
        secrets.SelectMany(Parts).Aggregate(text, (shown, secret) => shown.Replace(secret, OpenSecret.Redacted, StringComparison.Ordinal));

    private static IEnumerable<string> Parts(string secret)
    {
        const int LeastShown = 4;
        const int MostQuoted = 16;
        var whole = secret.Trim();
        if (whole.Length >= LeastShown)
            yield return whole;
        if (whole.Length > MostQuoted)
            yield return whole[..MostQuoted];
    }
}
