using System.Collections.Concurrent;

namespace Generator.Cli.Ssh;

/// <summary>
/// How many connections are made at once: an sshd as it is installed refuses more than some ten handshakes (sshd_config(5), MaxStartups), and
/// all hosts behind one jump host, or behind one address, share one sshd.
/// </summary>
/// <param name="ssh">The client, which knows the way to a host.</param>
internal sealed class HandshakeSlots(SshClient ssh) : IDisposable
{
    private const int PerHop = 8;
    private const int Together = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim all = new(Together);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> hops = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<Dictionary<string, string>>> ways = new(StringComparer.Ordinal);

    /// <summary>Waits for a place on the way to a host; dispose what is given to leave it.</summary>
    internal async Task<IDisposable> Enter(string host, CancellationToken stop)
    {
        await all.WaitAsync(stop);
        try
        {
            var hop = hops.GetOrAdd(FirstHop(await SettingsFor(host)), _ => new SemaphoreSlim(PerHop));
            await hop.WaitAsync(stop);
            return new Place(all, hop);
        }
        catch
        {
            all.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        all.Dispose();
        foreach (var hop in hops.Values)
            hop.Dispose();
    }

    /// <summary>What ssh would do to reach a host, by the name of each setting (ssh_config(5)); nothing where this ssh does not say it.</summary>
    internal Task<Dictionary<string, string>> SettingsFor(string host) => ways.GetOrAdd(host, Settings);

    // The jump host, the command that connects, or the address itself. Where this ssh does not say it, all such hosts share one way.
    private static string FirstHop(Dictionary<string, string> settings)
    {
        if (settings.TryGetValue("proxyjump", out var jump))
            return jump.Split(',')[0];
        return settings.TryGetValue("proxycommand", out var command) ? command : $"{settings.GetValueOrDefault("hostname", "")}:{settings.GetValueOrDefault("port", "")}";
    }

    private async Task<Dictionary<string, string>> Settings(string host)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var session = ssh.Explain(host);
        session.CloseInput();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            await foreach (var line in session.Lines(limit.Token))
                settings[line.Split(' ', 2)[0]] = line.Split(' ', 2)[^1];
            await session.End(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // A client that does not answer this question is taken to go one way to all hosts.
            settings.Clear();
        }

        return settings;
    }

    private sealed class Place(SemaphoreSlim all, SemaphoreSlim hop) : IDisposable
    {
        public void Dispose()
        {
            hop.Release();
            all.Release();
        }
    }
}
