using System.Globalization;
using System.Text;
using Generator.Cli.Archives;
using Generator.Cli.Ssh;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Wire;

namespace Generator.Cli.Capturing;

/// <summary>Reads hosts over ssh with the reader program. Nothing is written there: the shell reads the program from its input.</summary>
/// <param name="slots">Limits the connections that are opened at once.</param>
internal sealed class HostReader(SshClient ssh, HandshakeSlots slots, ReadOnlyMemory<byte> program)
{
    private const int MostChatter = 20;
    private const int UsualPort = 22;

    // Without a quote or an exclamation mark inside, so that every login shell passes it on unchanged.
    private const string Command =
        "exec /bin/sh -c 'umask 077; unset TMOUT; IFS= read -r word; printf \"\\nhaplane-begin %s\\n\" \"$word\"; exec /bin/sh -s'";

    // The digest of a large program on a slow disk takes some seconds, and each command that may hang has its own limit.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    /// <summary>The user and address that ssh uses for a host, whatever file defines them.</summary>
    internal async Task<ReachedHost> WayTo(string host)
    {
        var settings = await slots.SettingsFor(host);
        return new ReachedHost(
            settings.GetValueOrDefault("user", Environment.UserName),
            settings.GetValueOrDefault("hostname", host),
            int.TryParse(settings.GetValueOrDefault("port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : UsualPort);
    }

    /// <summary>Reads a host.</summary>
    /// <param name="host">The host's name in ssh_config.</param>
    /// <param name="begun">Called when the host has answered.</param>
    /// <returns>The archive; null with the messages of ssh if there is none.</returns>
    internal async Task<(MemoryStream? Archive, string Said)> Read(string host, Action begun, CancellationToken stop)
    {
        using var place = await slots.Enter(host, stop);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Silence);
        using var session = ssh.Open(host, Command);
        var received = new BoundedBuffer(ReportArchive.MostBytes, () => limit.CancelAfter(Silence));
        try
        {
            var word = Guid.NewGuid().ToString("N");
            var sending = session.Send((byte[])[.. Encoding.UTF8.GetBytes($"{word}\n"), .. program.Span], limit.Token);
            var chatter = await Chatter(session, $"haplane-begin {word}", limit.Token);
            begun();
            await session.Output.CopyRest(received, limit.Token);
            await sending;
            var (code, faults) = await session.End(limit.Token);
            return code == 0 ? (received.Content, "") : (null, Said([.. chatter, .. faults], code));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, $"no output for {Silence.TotalMinutes} minutes: the connection was closed");
        }
        catch (ArchiveFault fault)
        {
            return (null, fault.Message);
        }
    }

    // The output of a login before the answer is never part of it.
    private static async Task<List<string>> Chatter(SshSession session, string begin, CancellationToken stop)
    {
        var chatter = new List<string>();
        while (await session.Output.Next(stop) is { } line && line != begin)
        {
            if (line.Length > 0 && chatter.Count < MostChatter)
                chatter.Add(AnswerFrame.Shown(line));
        }

        return chatter;
    }

    private static string Said(IReadOnlyCollection<string> lines, int code) => lines.Count == 0 ? $"it ended with {code}" : string.Join('\n', lines);
}
