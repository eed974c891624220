using System.Collections.Immutable;
using System.Text;

namespace Generator.Cli.Applying;

/// <summary>Everything that is ever said to a host: a constant command, with data on its stdin, within a time.</summary>
/// <param name="folder">What the hosts are brought to.</param>
/// <param name="ssh">The client.</param>
/// <param name="slots">How many connections may be made at once.</param>
internal sealed class HostCalls(ResultFolder folder, SshClient ssh, HandshakeSlots slots) : IDisposable
{
    /// <summary>How long the engine may take for one command, whatever it does; its own limits are shorter.</summary>
    internal static readonly TimeSpan Work = TimeSpan.FromHours(1);

    private readonly HostConnections connections = new(ssh, slots);

    /// <summary>Reaches a host and becomes root there.</summary>
    internal Task<Answer> Reach(string host, CancellationToken stop) => connections.Reach(host, stop);

    /// <summary>Brings a host its files, in use by nothing.</summary>
    internal Task<Answer> Bring(string host, CancellationToken stop) => Call(host, RemoteCommand.Bring, HostArchive.Of(folder.Tree, host), null, stop);

    /// <summary>Asks an engine that is gone afterwards.</summary>
    /// <param name="host">The host.</param>
    /// <param name="words">The engine's command line; the host is added.</param>
    /// <param name="input">What the command reads.</param>
    /// <param name="heard">Who hears its lines as they come.</param>
    /// <param name="stop">Ends it at once, and the connection with all that goes over it.</param>
    internal Task<Answer> Glance(string host, ImmutableArray<string> words, string input, Action<string>? heard, CancellationToken stop) =>
        Answer.Within(Work, time => connections.Ask(host, HostArchive.Of(folder.Tree, host, Request(host, words, input)), heard, time), stop);

    /// <summary>Asks the engine that lies on the host. What it has begun comes to its end.</summary>
    internal Task<Answer> Engine(string host, ImmutableArray<string> words, string input, Action<string>? heard) =>
        Call(host, RemoteCommand.Engine, Encoding.UTF8.GetBytes(Request(host, words, input)), heard, CancellationToken.None);

    /// <summary>The same over a new connection: what is delivered is kept only where one can still be made.</summary>
    internal async Task<Answer> EngineAnew(string host, ImmutableArray<string> words, Action<string> heard)
    {
        using var place = await slots.Enter(host, CancellationToken.None);
        return await Answer.Within(Work, time => Talk(ssh.Open(host, RemoteCommand.AsRoot(RemoteCommand.Engine)), Encoding.UTF8.GetBytes(Request(host, words, "")), heard, time), CancellationToken.None);
    }

    /// <summary>Streams files from one host to another. They pass through a buffer here, and lie nowhere.</summary>
    /// <param name="source">The host that has them.</param>
    /// <param name="target">The host that needs them.</param>
    /// <param name="paths">Which.</param>
    /// <param name="before">Writes an archive of others that goes before them.</param>
    /// <param name="heard">Who hears the lines of the target.</param>
    internal async Task<(Answer Sent, Answer Received)> Stream(string source, string target, IReadOnlyCollection<string> paths, Func<Stream, CancellationToken, Task> before, Action<string> heard)
    {
        using var limit = new CancellationTokenSource(Work);
        // One place for both: two that wait for each other's second place would wait for ever.
        using var place = connections.IsThere(source) && connections.IsThere(target) ? null : await slots.Enter(source, limit.Token);
        using var to = Open(target, RemoteCommand.Engine);
        var receiving = Hear(to, heard, limit.Token);
        var sent = await Feed(source, to, Encoding.UTF8.GetBytes(Request(target, ["receive", "--events"], "")), paths, before, limit.Token);
        return (sent, await receiving);
    }

    // An archive that has broken off is not whole, and the host that receives it refuses what did not come.
    private async Task<Answer> Feed(string source, SshSession to, byte[] request, IReadOnlyCollection<string> paths, Func<Stream, CancellationToken, Task> before, CancellationToken stop)
    {
        try
        {
            await to.Input.WriteAsync(request, stop);
            await before(to.Input, stop);
            return paths.Count == 0 ? new Answer(ExitCode.Fine, [], []) : await Send(source, paths, to.Input, stop);
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

    private async Task<Answer> Send(string source, IReadOnlyCollection<string> paths, Stream target, CancellationToken stop)
    {
        using var from = Open(source, RemoteCommand.Engine);
        var sending = from.Send(Encoding.UTF8.GetBytes(Request(source, ["send"], string.Concat(paths.Select(path => $"{path}\n")))), stop);
        await from.Output.CopyToAsync(target, stop);
        await sending;
        return await End(from, [], stop);
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

    private static string Request(string host, ImmutableArray<string> words, string input) => $"{string.Join('\n', [.. words, "--host", host])}\n\n{input}";

    private SshSession Open(string host, string command) => connections.Open(host, RemoteCommand.AsRoot(command));

    private async Task<IDisposable?> Place(string host, CancellationToken stop) => connections.IsThere(host) ? null : await slots.Enter(host, stop);

    private async Task<Answer> Call(string host, string command, ReadOnlyMemory<byte> input, Action<string>? heard, CancellationToken stop)
    {
        using var place = await Place(host, stop);
        var answer = await Answer.Within(Work, time => Talk(Open(host, command), input, heard, time), stop);
        return answer.Code == SshClient.ConnectionFailed ? answer with { Faults = answer.Faults.AddRange(await connections.Faults(host)) } : answer;
    }

    private static async Task<Answer> Talk(SshSession opened, ReadOnlyMemory<byte> input, Action<string>? heard, CancellationToken stop)
    {
        using var session = opened;
        var sending = session.Send(input, stop);
        var answer = await Hear(session, heard, stop);
        await sending;
        return answer;
    }

    private static async Task<Answer> Hear(SshSession session, Action<string>? heard, CancellationToken stop)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        await foreach (var line in session.Lines(stop))
        {
            lines.Add(line);
            heard?.Invoke(line);
        }

        return await End(session, lines.ToImmutable(), stop);
    }

    private static async Task<Answer> End(SshSession session, ImmutableArray<string> lines, CancellationToken stop)
    {
        var (code, faults) = await session.End(stop);
        return new Answer(code, lines, [.. faults]);
    }
}
