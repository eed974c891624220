using System.Collections.Immutable;
using System.Text;
using Generator.Cli.Ssh;
using Generator.Core.Foundation.Wire;
using Generator.Core.Rollout;

namespace Generator.Cli.Applying;

/// <summary>Everything that is ever said to a host: a constant command, with data on its stdin, within a time.</summary>
/// <param name="folder">The output that is delivered.</param>
/// <param name="ssh">The client.</param>
/// <param name="slots">How many connections may be made at once.</param>
internal sealed class HostCalls(RunFolder folder, SshClient ssh, HandshakeSlots slots) : IDisposable
{
    /// <summary>How long a host may take to change; the limits of its engine are shorter.</summary>
    internal static readonly TimeSpan Work = TimeSpan.FromHours(1);

    /// <summary>How long a host may take to say what it has.</summary>
    internal static readonly TimeSpan Asking = TimeSpan.FromMinutes(5);

    // For what a line may take beyond the time for which it is asked again; actions wait for pods and leases.
    private static readonly TimeSpan OfGate = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OfAction = TimeSpan.FromMinutes(20);

    // The files of a host, in base64.
    private const int LongestReport = 32 * 1024 * 1024;

    private const string Archive = "archive";

    private readonly HostConnections connections = new(ssh, slots);

    /// <summary>Reaches a host and becomes root there.</summary>
    internal Task<Answer> Reach(string host, CancellationToken stop) => connections.Reach(host, stop);

    /// <summary>Brings a host its files, in use by nothing.</summary>
    internal Task<Answer> Bring(string host, CancellationToken stop) =>
        Call(host, RemoteCommand.Bring, word => [.. Encoding.UTF8.GetBytes($"{word}\n"), .. HostArchive.Of(folder.Tree, host)], null, Work, stop);

    /// <summary>How long a host may take to answer lines of a plan.</summary>
    internal static TimeSpan LimitOf(IEnumerable<Instruction> instructions) =>
        instructions.Aggregate(
            TimeSpan.FromMinutes(1),
            (limit, instruction) => limit + (instruction is Gate gate ? TimeSpan.FromSeconds(gate.Seconds) + OfGate : OfAction));

    /// <summary>Asks an engine that is gone afterwards.</summary>
    /// <param name="host">The host.</param>
    /// <param name="words">The engine's command line; the host is added.</param>
    /// <param name="input">What the command reads.</param>
    /// <param name="heard">Who hears its records as they come.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="stop">Ends it at once, and the connection with all that goes over it.</param>
    internal Task<Answer> Glance(
        string host, ImmutableArray<string> words, ReadOnlyMemory<byte> input, Action<EngineRecord>? heard, TimeSpan limit, CancellationToken stop) =>
        Answer.Within(limit, time => connections.Ask(host, HostArchive.Of(folder.Tree, host, Request(host, words, input.Span)), heard, time), stop);

    /// <summary>Asks everything that a verification needs, over one login that ends with the answer.</summary>
    internal Task<Answer> Verify(string host, ReadOnlyMemory<byte> questions, Action<EngineRecord> heard, CancellationToken stop) =>
        Answer.Within(
            Asking,
            time => connections.Ask(
                host, HostArchive.Of(folder.Tree, host, Request(host, ["verify"], questions.Span)), heard, time, LongestReport),
            stop);

    /// <summary>Asks the engine on the host. What it has begun ends by itself.</summary>
    internal Task<Answer> Engine(string host, ImmutableArray<string> words, string input, TimeSpan limit, Action<EngineRecord>? heard) =>
        Call(
            host,
            RemoteCommand.Engine,
            word => Request(host, OfThisRun(words), Encoding.UTF8.GetBytes(input), word),
            heard,
            limit,
            CancellationToken.None);

    /// <summary>The same over a new connection: what is delivered is kept only where one can still be made.</summary>
    internal async Task<Answer> EngineAnew(string host, ImmutableArray<string> words, Action<EngineRecord> heard)
    {
        using var place = new HandshakePlace(await slots.Enter(host, CancellationToken.None, isUrgent: true));
        var opened = ssh.Open(host, RemoteCommand.AsRoot(RemoteCommand.Engine));
        return await Answer.Within(
            Asking, time => Talk(host, opened, word => Request(host, OfThisRun(words), [], word), heard, place.Leave, time), CancellationToken.None);
    }

    /// <summary>Streams files from one host to another. They pass through a buffer here, and lie nowhere.</summary>
    /// <param name="source">The host that has them.</param>
    /// <param name="target">The host that needs them.</param>
    /// <param name="paths">Which.</param>
    /// <param name="before">Writes what the target reads before them: what proves them, and an archive of others.</param>
    /// <param name="heard">Who hears the records of the target.</param>
    internal async Task<(Answer Sent, Answer Received)> Stream(
        string source, string target, IReadOnlyCollection<string> paths, Func<Stream, CancellationToken, Task> before, Action<EngineRecord> heard)
    {
        using var limit = new CancellationTokenSource(Work);
        // One place for both: two that wait for each other's second place would wait for ever.
        using var place = new HandshakePlace(
            connections.IsThere(source) && connections.IsThere(target) ? null : await slots.Enter(source, limit.Token));
        using var to = Open(target, RemoteCommand.Engine);
        var word = Hearing.NewWord();
        var receiving = Hear(to, new Hearing(target, word, heard, place.Leave), limit.Token);
        var sent = await Feed(source, target, to, Request(target, OfThisRun(["receive"]), [], word), paths, before, limit.Token);
        return (sent, await receiving);
    }

    // An archive that has broken off is not whole, and the host that receives it refuses what did not come.
    private async Task<Answer> Feed(
        string source,
        string target,
        SshSession to,
        byte[] request,
        IReadOnlyCollection<string> paths,
        Func<Stream, CancellationToken, Task> before,
        CancellationToken stop)
    {
        try
        {
            await to.Input.WriteAsync(request, stop);
            await before(to.Input, stop);
            return paths.Count == 0 ? new Answer(ExitCode.Fine, [], []) : await Send(source, target, paths, to.Input, stop);
        }
        catch (IOException)
        {
            return new Answer(SshClient.ConnectionFailed, [], ["the archive could not be passed on"]);
        }
        finally
        {
            to.CloseInput();
        }
    }

    // After a line that says so come the bytes of the archive, to the end: what receives them proves each file.
    private async Task<Answer> Send(string source, string target, IReadOnlyCollection<string> paths, Stream to, CancellationToken stop)
    {
        using var from = Open(source, RemoteCommand.Send);
        var word = Hearing.NewWord();
        var hearing = new Hearing(source, word, null);
        var asked = Encoding.UTF8.GetBytes(string.Concat(paths.Select(path => $"{path}\n")));
        var sending = from.Send(Request(source, OfThisRun(["send", "--for", target]), asked, word), stop);
        await foreach (var line in from.Lines(stop))
        {
            if (line == Archive)
            {
                await from.Output.CopyRest(to, stop);
                await sending;
                return new Answer((await from.End(stop)).Code, [], []);
            }

            if (hearing.Take(line) is { } code)
                return hearing.Ended(code, from.Faults);
        }

        return hearing.Ended(null, (await from.End(stop)).Faults);
    }

    /// <summary>Opens a connection that stays, and is not counted once it is there.</summary>
    internal async Task<SshSession> Stay(string host, string command, Func<SshSession, Task> until, CancellationToken stop)
    {
        using var place = await Place(host, stop);
        var session = Open(host, command);
        try
        {
            await until(session);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connections.Dispose();

    // The word that frames the answer, where the command reads one; the engine's command line, up to an empty line; what the command reads.
    private static byte[] Request(string host, ImmutableArray<string> words, ReadOnlySpan<byte> input, string? word = null) =>
        [.. Encoding.UTF8.GetBytes($"{(word is null ? "" : $"{word}\n")}{string.Join('\n', [.. words, "--events", "--host", host])}\n\n"), .. input];

    private SshSession Open(string host, string command) => connections.Open(host, RemoteCommand.AsRoot(command));

    private async Task<IDisposable?> Place(string host, CancellationToken stop) => connections.IsThere(host) ? null : await slots.Enter(host, stop);

    // A host that was given another output since refuses.
    private ImmutableArray<string> OfThisRun(ImmutableArray<string> words) => [.. words, "--result", folder.Digest];

    private async Task<Answer> Call(
        string host, string command, Func<string, byte[]> input, Action<EngineRecord>? heard, TimeSpan limit, CancellationToken stop)
    {
        using var place = new HandshakePlace(await Place(host, stop));
        var answer = await Answer.Within(limit, time => Talk(host, Open(host, command), input, heard, place.Leave, time), stop);
        return answer.Code == SshClient.ConnectionFailed ? answer with { Faults = answer.Faults.AddRange(await connections.Faults(host)) } : answer;
    }

    private static async Task<Answer> Talk(
        string host, SshSession opened, Func<string, byte[]> input, Action<EngineRecord>? heard, Action reached, CancellationToken stop)
    {
        using var session = opened;
        var word = Hearing.NewWord();
        var sending = session.Send(input(word), stop);
        var answer = await Hear(session, new Hearing(host, word, heard, reached), stop);
        // A host that does not answer as it should may not read, either: the connection is cut, and that ends the sending.
        if (answer.Code != SshClient.ConnectionFailed)
            await sending;
        return answer;
    }

    private static async Task<Answer> Hear(SshSession session, Hearing hearing, CancellationToken stop)
    {
        await foreach (var line in session.Lines(stop))
        {
            if (hearing.Take(line) is not { } code)
                continue;
            if (code == SshClient.ConnectionFailed)
                return hearing.Ended(code, session.Faults);
            return hearing.Ended(code, (await session.End(stop)).Faults);
        }

        return hearing.Ended(null, (await session.End(stop)).Faults);
    }
}
