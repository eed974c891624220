using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Runs;

namespace Generator.Cli.Applying;

/// <summary>What came back from a host.</summary>
/// <param name="Code">How the remote command ended; 255 where the connection failed.</param>
/// <param name="Lines">What it said.</param>
/// <param name="Faults">What it, or ssh, said on stderr.</param>
internal sealed record Answer(int Code, ImmutableArray<string> Lines, ImmutableArray<string> Faults)
{
    /// <summary>Whether all went well.</summary>
    internal bool IsFine => Code == 0;

    /// <summary>The events among the lines.</summary>
    internal IEnumerable<EngineSaid> Events => Lines.Select(EngineLine.Event).OfType<EngineSaid>();

    /// <summary>The events on stderr: why the engine refuses, where it was in the middle of an answer.</summary>
    internal IEnumerable<EngineSaid> Refusals => Faults.Select(EngineLine.Event).OfType<EngineSaid>();

    /// <summary>The last thing that was said, which tells why: on stderr, where anything was; of a connection that failed only ssh knows.</summary>
    internal string Reason => (Code == SshClient.ConnectionFailed ? Faults : Lines.Concat(Faults)).LastOrDefault() ?? $"it ended with {Code}";

    /// <summary>Whether something of this kind was said.</summary>
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
            return new Answer(SshClient.ConnectionFailed, [], [string.Create(CultureInfo.InvariantCulture, $"no end after {limit.TotalMinutes} minutes: the connection was cut")]);
        }
    }
}
