using System.Text.RegularExpressions;

namespace Generator.Core.Diagnostics;

/// <summary>
/// Decides whether a line may be shown. Of an original only what is plainly a flag or a unit's line is: a kubeconfig, a table of tokens or
/// a key that nobody redacted must not reach a terminal or the log of a pipeline.
/// </summary>
internal static partial class Discretion
{
    /// <summary>Whether the line of a finding may be shown.</summary>
    internal static bool MayShow(Location at)
    {
        if (!at.File.Path.StartsWith("originals/", StringComparison.Ordinal) || at.File.Path.EndsWith("/capture.json", StringComparison.Ordinal))
            return true;
        var line = at.File.LineText(at.Line);
        return FlagLine.IsMatch(line) && !SecretFlag.IsMatch(line);
    }

    [GeneratedRegex(@"^\s*([A-Z_]+\s*=\s*[""']?)?\s*(--[a-z]|\$[A-Z]|#|\[[A-Z]|(ExecStart|Environment|EnvironmentFile)=)")]
    private static partial Regex FlagLine { get; }

    // A path to a file of secrets is none; anything else behind such a flag can be.
    [GeneratedRegex(@"PRIVATE KEY|--[a-z-]*(token|password|secret)[a-z-]*[= ](?!/)[^ ]")]
    private static partial Regex SecretFlag { get; }
}
