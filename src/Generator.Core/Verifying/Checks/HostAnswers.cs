using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying.Checks;

/// <summary>Whether each host answered, and what it could not be asked.</summary>
internal static class HostAnswers
{
    internal static readonly LiveCheck Check = new(site => site.Hosts.SelectMany(Of));

    private static IEnumerable<Check> Of(LiveHost host)
    {
        if (!host.HasAnswered)
            return [new Check(host.Name, CheckArea.Host, host.Name, CheckState.Unknown, $"not checked: {host.Fault}") { Advice = host.Advice }];
        var failed = host.Records.OfType<EngineEvent>().Where(record => record is { Step: "verify", Result: "failed" or "refused" }).ToArray();
        return failed.Length == 0
            ? [new Check(host.Name, CheckArea.Host, host.Name, CheckState.Fine, "answered")]
            : failed.Select(record => Failed(host.Name, record.Detail));
    }

    // The detail begins with the question.
    private static Check Failed(string host, string detail)
    {
        var colon = detail.IndexOf(": ", StringComparison.Ordinal);
        var (subject, text) = colon < 0 ? (host, detail) : (detail[..colon], detail[(colon + 2)..]);
        return new Check(host, CheckArea.Host, subject, CheckState.Unknown, $"not checked: {text}");
    }
}
