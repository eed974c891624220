using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reporting.Verifications;

/// <summary>The lines of a difference as they may leave the program. The host has redacted them; what it did not know is hidden here.</summary>
internal static class ShownDifference
{
    internal static ImmutableArray<string> Of(ImmutableArray<string> lines)
    {
        if (PrivateKeyText.In(string.Join('\n', lines.Select(Content))).Any())
            return [$" {OpenSecret.Redacted}: {OpenSecret.PrivateKey}"];
        return [.. lines.Select(line => $"{line[..Math.Min(1, line.Length)]}{Hidden(Content(line))}")];
    }

    // The mark of a line would hide the two dashes of a flag.
    private static string Content(string line) => line.Length == 0 ? "" : line[1..];

    // From the end, so that the places before stay what they are.
    private static string Hidden(string text)
    {
        var end = text.Length;
        var shown = text;
        foreach (var secret in OpenSecret.In(text).OrderByDescending(secret => secret.Start))
        {
            if (secret.Start + secret.Value.Length > end)
                continue;
            shown = $"{shown[..secret.Start]}{OpenSecret.Redacted}{shown[(secret.Start + secret.Value.Length)..]}";
            end = secret.Start;
        }

        return OpenSecret.In(shown).Any() ? OpenSecret.Redacted : shown;
    }
}
