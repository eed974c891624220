using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying.Checks;

/// <summary>Whether each host answered, and what it could not be asked.</summary>
internal static class HostAnswers
{
    private const string Cluster = "cluster: ";

    internal static readonly LiveCheck Check = new(site => site.Hosts.SelectMany(host => Of(site, host)));

    private static IEnumerable<Check> Of(Site site, LiveHost host)
    {
        if (!host.HasAnswered)
            return [new Check(host.Name, CheckArea.Host, host.Name, CheckState.Unknown, $"not checked: {host.Fault}") { Advice = host.Advice }];
        // What every master is asked about the whole cluster was answered where one of them could.
        var isAnswered = site.Masters.Any(master => !Failures(master).Any(IsOfCluster));
        var failed = Failures(host).Where(record => !isAnswered || !IsOfCluster(record)).ToArray();
        return failed.Length == 0
            ? [new Check(host.Name, CheckArea.Host, host.Name, CheckState.Fine, "answered")]
            : failed.Select(record => Failed(host.Name, record.Detail));
    }

    private static IEnumerable<EngineEvent> Failures(LiveHost host) =>
        host.Records.OfType<EngineEvent>().Where(record => record is { Step: "verify", Result: "failed" or "refused" });

    private static bool IsOfCluster(EngineEvent record) => record.Detail.StartsWith(Cluster, StringComparison.Ordinal);

    // The detail begins with the question.
    private static Check Failed(string host, string detail)
    {
        var colon = detail.IndexOf(": ", StringComparison.Ordinal);
        var (subject, text) = colon < 0 ? (host, detail) : (detail[..colon], detail[(colon + 2)..]);
        return new Check(host, CheckArea.Host, subject, CheckState.Unknown, $"not checked: {text}");
    }
}
