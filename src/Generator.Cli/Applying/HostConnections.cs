using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Generator.Cli.Ssh;
using Generator.Core.Foundation.Wire;

namespace Generator.Cli.Applying;

/// <summary>
/// One connection to each host, made when it is reached, over which all requests go, except those that need a new one.
/// </summary>
/// <param name="ssh">The client.</param>
/// <param name="slots">How many connections may be made at once.</param>
internal sealed class HostConnections(SshClient ssh, HandshakeSlots slots) : IDisposable
{
    // Each is a process here. What goes to more hosts than these has a connection of its own each time.
    private const int Most = 128;

    // A socket's path has at most 107 bytes, and ssh adds 17 to it while it makes the socket.
    private const int LongestFolder = 80;

    // A connection needs ten seconds at the most, and a dead one is noticed after fifteen; a host that is slow gets some more.
    private static readonly TimeSpan Glimpse = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("haplane-").FullName;
    private readonly ConcurrentDictionary<string, Shared> shared = new(StringComparer.Ordinal);
    private int made;

    /// <summary>Makes the connection to a host, and becomes root there.</summary>
    internal async Task<Answer> Reach(string host, CancellationToken stop)
    {
        using var place = await slots.Enter(host, stop);
        var socket = Path.Combine(folder, Interlocked.Increment(ref made).ToString(CultureInfo.InvariantCulture));
        var connection = new Shared(new HostConversation(host, ssh.OpenShared(host, Converse, socket)), socket);
        var stays = false;
        try
        {
            var answer = await Answer.Within(Glimpse, connection.Conversation.Begin, stop);
            stays = answer.IsFine && SshClient.Shares && made <= Most && folder.Length <= LongestFolder && shared.TryAdd(host, connection);
            return answer;
        }
        finally
        {
            if (!stays)
                connection.Conversation.Dispose();
        }
    }

    /// <summary>Whether a request needs no place on the way to a host.</summary>
    internal bool IsThere(string host) => shared.TryGetValue(host, out var connection) && !connection.Conversation.IsOver;

    /// <summary>Has a question answered by an engine that is gone afterwards.</summary>
    /// <param name="host">The host.</param>
    /// <param name="archive">The engine, what it reads, and what it is asked.</param>
    /// <param name="heard">Who hears the records of the answer as they come.</param>
    /// <param name="stop">Ends it at once, and the connection with all that goes over it.</param>
    /// <param name="longest">A longer answer is not read to its end; in characters.</param>
    internal async Task<Answer> Ask(
        string host,
        ReadOnlyMemory<byte> archive,
        Action<EngineRecord>? heard,
        CancellationToken stop,
        int longest = AnswerFrame.LongestAnswer)
    {
        if (IsThere(host))
            return await shared[host].Conversation.Ask(archive, heard, stop, longest);
        using var place = new HandshakePlace(await slots.Enter(host, stop));
        using var conversation = new HostConversation(host, ssh.Open(host, Converse));
        var reached = await conversation.Begin(stop);
        place.Leave();
        if (!reached.IsFine)
            return reached;
        var answer = await conversation.Ask(archive, heard, stop, longest);
        conversation.Cut();
        return answer;
    }

    /// <summary>Runs a command on a host.</summary>
    internal SshSession Open(string host, string command) =>
        IsThere(host) ? ssh.OpenOver(host, command, shared[host].Socket) : ssh.Open(host, command);

    /// <summary>What ssh has said of a host's connection.</summary>
    internal Task<ImmutableArray<string>> Faults(string host) =>
        shared.TryGetValue(host, out var connection) ? connection.Conversation.Faults() : Task.FromResult<ImmutableArray<string>>([]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in shared.Values)
            connection.Conversation.Cut();
        Directory.Delete(folder, recursive: true);
    }

    private static string Converse => RemoteCommand.AsRoot(RemoteCommand.Converse);

    private sealed record Shared(HostConversation Conversation, string Socket);
}
