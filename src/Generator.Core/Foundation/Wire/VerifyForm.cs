using System.Text.RegularExpressions;

namespace Generator.Core.Foundation.Wire;

/// <summary>The forms of the facts of <c>verify</c>: what is on the disk of a host, what runs there, and what the cluster answers.</summary>
internal static partial class VerifyForm
{
    // The shell has the same limits.
    private const int LongestValue = 4000;
    private const int LongestUnit = 320;
    private const int LongestArchive = 3000;
    private const int LongestLease = 400;
    private const int LongestPlace = 260;
    private const int LongestUrls = 2000;

    /// <summary>Whether the value has the form that goes with the name.</summary>
    internal static bool IsFact(string name, string value) => value.Length <= LongestValue && name switch
    {
        "on-disk" => OnDisk().Match(value) is { Success: true } match && EngineForm.IsPath(match.Groups["path"].Value),
        "runs" => value.Length <= LongestUnit && Runs().IsMatch(value),
        "archive" => value.Length <= LongestArchive && Archive().IsMatch(value),
        "answers" => Answers().IsMatch(value),
        "connects" => value.Split(' ') is [var place, "yes" or "no"] && IsPlace(place),
        "node" => value.Split(' ') is [var node, "True" or "False" or "Unknown" or "-", var version, var address]
            && EngineForm.NodeName().IsMatch(node) && Version().IsMatch(version) && (address == "-" || Address().IsMatch(address)),
        "lease" => value.Length <= LongestLease && Lease().IsMatch(value),
        "endpoint" => Address().IsMatch(value),
        "etcd-status" => EtcdStatus().Match(value) is { Success: true } match && IsUrl(match.Groups["url"].Value),
        "etcd-member" => EtcdMember().Match(value) is { Success: true } match && AreUrls(match.Groups["urls"].Value),
        "etcd-alarm" => EtcdAlarm().IsMatch(value),
        "etcd-silent" => IsUrl(value),
        "token" => value.Split(' ') is [var path, "yes" or "no" or "unknown", "csr" or "more" or "none" or "unknown"] && EngineForm.IsPath(path),
        "peer" => value.Split(' ') is [var address, var port] && Address().IsMatch(address) && Port().IsMatch(port),
        _ => false,
    };

    private static bool IsPlace(string place) => place.Length <= LongestPlace && Place().IsMatch(place);

    private static bool IsUrl(string url) =>
        (url.StartsWith("http://", StringComparison.Ordinal) || url.StartsWith("https://", StringComparison.Ordinal))
        && IsPlace(url[(url.IndexOf("://", StringComparison.Ordinal) + "://".Length)..]);

    private static bool AreUrls(string urls) => urls.Length <= LongestUrls && (urls == "-" || urls.Split(',').All(IsUrl));

    [GeneratedRegex(
        """
        ^(same|mode|undelivered|drift|missing|type|left)\ ([0-7]{4}|-)\ ([A-Za-z0-9._-]+:[A-Za-z0-9._-]+|-)\ ([0-9a-f]{64}|-)\ (?<path>/.*)\z
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex OnDisk();

    [GeneratedRegex("""^[A-Za-z0-9@._:-]+ (running|stopped|failed) (enabled|disabled|other) (current|older|unknown) [0-9]{1,15}\z""")]
    private static partial Regex Runs();

    [GeneratedRegex("""^[A-Za-z0-9+/]+={0,2}\z""")]
    private static partial Regex Archive();

    [GeneratedRegex("""^[a-z0-9.:-]{1,64} [0-9]{3} (v[A-Za-z0-9.+-]{1,63}|-)\z""")]
    private static partial Regex Answers();

    [GeneratedRegex("""^(v[A-Za-z0-9.+-]{1,63}|-)\z""")]
    private static partial Regex Version();

    [GeneratedRegex("""^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9A-Fa-f.]{0,16}:[0-9A-Fa-f:.]{1,45})\z""")]
    private static partial Regex Address();

    [GeneratedRegex("""^([A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f.:]{2,45}\]):[0-9]{1,5}\z""")]
    private static partial Regex Place();

    [GeneratedRegex("""^kube-(controller-manager|scheduler) [A-Za-z0-9._:-]+ [0-9]{1,15} ([0-9]{1,15}|-)\z""")]
    private static partial Regex Lease();

    [GeneratedRegex("""^(?<url>[^ ]+) [0-9a-f]{1,16} (yes|no) [0-9]{1,15} ([0-9]{1,15}|-)\z""")]
    private static partial Regex EtcdStatus();

    [GeneratedRegex("""^[0-9a-f]{1,16} [A-Za-z0-9._:/-]{1,128} (yes|no) (?<urls>[^ ]+)\z""")]
    private static partial Regex EtcdMember();

    [GeneratedRegex("""^[0-9a-f]{1,16} [A-Z]{1,32}\z""")]
    private static partial Regex EtcdAlarm();

    [GeneratedRegex("""^[0-9]{1,5}\z""")]
    private static partial Regex Port();
}
