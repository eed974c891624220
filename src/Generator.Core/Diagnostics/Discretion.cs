using System.Text.RegularExpressions;

namespace Generator.Core.Diagnostics;

/// <summary>
/// Decides whether a line may be shown. Of an original only what is plainly a flag, a unit's line or a balancer's setting is: a kubeconfig, a table of tokens or
/// a key that nobody redacted must not reach a terminal or the log of a pipeline.
/// </summary>
internal static partial class Discretion
{
    /// <summary>Whether the line of a finding may be shown.</summary>
    internal static bool MayShow(Diagnostic finding) => !finding.IsOnSecret && MayShow(finding.At);

    private static bool MayShow(Location at)
    {
        if (!at.File.Path.StartsWith("originals/", StringComparison.Ordinal) || at.File.Path.EndsWith("/capture.json", StringComparison.Ordinal))
            return true;
        var line = at.File.LineText(at.Line);
        return (FlagLine.IsMatch(line) || BalancerLine.IsMatch(line)) && !SecretFlag.IsMatch(line) && !OpenSecret.In(line).Any();
    }

    /// <summary>The finding without the values of secrets: what quotes a line may quote one.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="secrets">The values.</param>
    internal static Diagnostic Without(Diagnostic finding, IReadOnlyCollection<string> secrets) => secrets.Count == 0
        ? finding
        : finding with
        {
            Message = Redacted(finding.Message, secrets),
            Hint = Redacted(finding.Hint, secrets),
            IsOnSecret = finding.At.File.LineText(finding.At.Line) is var line && secrets.Any(secret => line.Contains(secret.Trim(), StringComparison.Ordinal)),
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

    [GeneratedRegex(@"^\s*([A-Z_]+\s*=\s*[""']?)?\s*(--[a-z]|\$[A-Z]|#|\[[A-Z]|(ExecStart|Environment|EnvironmentFile)=)")]
    private static partial Regex FlagLine { get; }

    // Settings of nginx, haproxy and keepalived that hold a number, a name or an address.
    [GeneratedRegex(@"^\s*(bind|listen|server|hash|ip_hash|least_conn|random|proxy_timeout|proxy_connect_timeout|worker_connections|timeout|maxconn|balance|mode|stick|option httpchk|nopreempt|state|weight|priority|virtual_router_id|vrrp_script|vrrp_instance)\b")]
    private static partial Regex BalancerLine { get; }

    // A path to a file of secrets is none; anything else behind such a flag can be. A line of a balancer can hold a whole block.
    [GeneratedRegex(@"PRIVATE KEY|(\bauth_pass|\bpassword|[Aa]uthorization)[\s:""']|--[a-z-]*(token|password|secret)[a-z-]*[= ](?!/)[^ ]")]
    private static partial Regex SecretFlag { get; }
}
