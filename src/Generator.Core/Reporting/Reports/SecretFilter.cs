using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reporting.Reports;

/// <summary>
/// Decides whether a line may be shown. Of an original only a flag, a line of a unit or a setting of a load balancer is: a kubeconfig, a token
/// table or a key that was not redacted must not reach a terminal or the log of a pipeline.
/// </summary>
internal static partial class SecretFilter
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

    [GeneratedRegex(@"^\s*([A-Z_]+\s*=\s*[""']?)?\s*(--[a-z]|\$[A-Z]|#|\[[A-Z]|(ExecStart|Environment|EnvironmentFile)=)")]
    private static partial Regex FlagLine { get; }

    // Settings of nginx, haproxy and keepalived that hold a number, a name or an address.
    [GeneratedRegex(
        @"^\s*(bind|listen|server|hash|ip_hash|least_conn|random|proxy_timeout|proxy_connect_timeout|worker_connections|timeout|maxconn|balance|mode"
            + @"|stick|option httpchk|nopreempt|state|weight|priority|virtual_router_id|vrrp_script|vrrp_instance)\b")]
    private static partial Regex BalancerLine { get; }

    // A path to a file of secrets is none; anything else behind such a flag can be. A line of a balancer can hold a whole block.
    [GeneratedRegex(@"PRIVATE KEY|(\bauth_pass|\bpassword|[Aa]uthorization)[\s:""']|--[a-z-]*(token|password|secret)[a-z-]*[= ](?!/)[^ ]")]
    private static partial Regex SecretFlag { get; }
}
