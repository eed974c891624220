using System.Collections.Immutable;
using System.Globalization;
using Generator.Cli.Applying;
using Generator.Cli.Archives;
using Generator.Cli.Capturing;
using Generator.Cli.Ssh;
using Generator.Core;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Wire;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Verifying;

namespace Generator.Cli.Verifying;

/// <summary>Asks all hosts at once, each over one login.</summary>
internal sealed class LiveHosts(Delivery delivery, HostCalls calls, AnsweredHosts progress, CancellationToken stop)
{
    internal Delivery Delivery => delivery;

    /// <summary>What the hosts answer, in the order of the output.</summary>
    internal async Task<ImmutableArray<LiveHost>> Ask()
    {
        progress.Begin();
        try
        {
            return [.. await Task.WhenAll(delivery.Hosts.Select(host => Ask(host.Name)))];
        }
        finally
        {
            progress.End();
        }
    }

    private async Task<LiveHost> Ask(string host)
    {
        TimeSpan? ahead = null;
        var answer = await calls.Verify(host, Verify.Questions(delivery, host), Hear, stop);
        progress.Next();
        if (!answer.Records.OfType<EngineFact>().Any(fact => fact.Name == "clock"))
            return new LiveHost(host, answer.Reason, [], null) { Advice = Advice(host, answer) };
        var (report, fault) = Report(host, answer.Records);
        return new LiveHost(host, "", fault is null ? answer.Records : answer.Records.Add(fault), report) { Ahead = ahead };

        void Hear(EngineRecord record)
        {
            if (record is EngineFact { Name: "clock" } clock)
                ahead = DateTimeOffset.FromUnixTimeSeconds(long.Parse(clock.Value, CultureInfo.InvariantCulture)) - DateTimeOffset.UtcNow;
        }
    }

    private string Advice(string host, Answer answer) =>
        delivery.Plan?.Find(host) is { } planned && answer.Code == SshClient.ConnectionFailed ? ReachAdvice.For(planned, answer) : "";

    // The report is an archive in lines of base64.
    private static (HostReport? Report, EngineRecord? Fault) Report(string host, ImmutableArray<EngineRecord> records)
    {
        var text = string.Concat(records.OfType<EngineFact>().Where(fact => fact.Name == "archive").Select(fact => fact.Value));
        try
        {
            using var archive = new MemoryStream(Convert.FromBase64String(text));
            var read = text.Length == 0 ? null : ReportArchive.Read(host, archive);
            return read?.Result is { } report ? (report, null) : (null, NotRead(host, read?.Findings.FirstOrDefault()?.Message ?? "it did not come"));
        }
        catch (Exception fault) when (fault is ArchiveFault or FormatException or InvalidDataException or EndOfStreamException)
        {
            return (null, NotRead(host, fault.Message));
        }
    }

    private static EngineRecord NotRead(string host, string why) => new EngineEvent(host, "verify", "failed", "not-read", $"files: {why}");
}
