using System.Collections.Immutable;
using System.Globalization;
using Generator.Cli.Ssh;
using Generator.Core.Foundation.Wire;
using Generator.Core.Reporting.Reports;
using Generator.Core.Reporting.Runs;

namespace Generator.Cli.Applying;

/// <summary>What came back from a host.</summary>
/// <param name="Code">How the remote command ended; 255 where the connection failed or the answer was not of the engine's form.</param>
/// <param name="Records">What it said.</param>
/// <param name="Faults">What it, or ssh, said on stderr, and why nothing more was read; for a person.</param>
internal sealed record Answer(int Code, ImmutableArray<EngineRecord> Records, ImmutableArray<string> Faults)
{
    /// <summary>Whether all went well.</summary>
    internal bool IsFine => Code == 0;

    /// <summary>The events among the records.</summary>
    internal IEnumerable<EngineSaid> Events => Records.OfType<EngineEvent>().Select(EngineSaid.Of);

    /// <summary>The facts among the records.</summary>
    internal IEnumerable<EngineFact> Facts => Records.OfType<EngineFact>();

    /// <summary>The paths among the records.</summary>
    internal ImmutableArray<string> Paths => [.. Records.OfType<EnginePath>().Select(record => record.Path)];

    /// <summary>The last line on stderr; without one, the last event of the engine.</summary>
    internal string Reason => Faults.LastOrDefault() ?? (Events.LastOrDefault() is { } said ? RunText.Line(said) : $"it ended with {Code}");

    /// <summary>Whether there is such an event.</summary>
    internal bool Says(string step, string result) => Events.Any(said => said.Step == step && said.Result == result);

    /// <summary>Waits for an answer, and not for ever.</summary>
    /// <param name="limit">How long.</param>
    /// <param name="talk">What gives the answer.</param>
    /// <param name="stop">Ends it at once.</param>
    internal static async Task<Answer> Within(TimeSpan limit, Func<CancellationToken, Task<Answer>> talk, CancellationToken stop)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(stop);
        time.CancelAfter(limit);
        try
        {
            return await talk(time.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Answer(
                SshClient.ConnectionFailed,
                [],
                [string.Create(CultureInfo.InvariantCulture, $"no end after {limit.TotalMinutes} minutes: the connection was cut")]);
        }
    }
}
