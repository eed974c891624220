using System.Collections.Concurrent;

namespace Generator.Cli.Ssh;

/// <summary>
/// Limits the handshakes at one time: the default sshd refuses more than about ten (sshd_config(5), MaxStartups), and all hosts behind one jump
/// host, or behind one address, share one sshd. A place is for the handshake alone; work over the connection does not need one.
/// </summary>
/// <param name="ssh">The client, which knows how to reach a host.</param>
internal sealed class HandshakeSlots(SshClient ssh) : IDisposable
{
    private const int PerHop = 8;
    private const int Together = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> inside = new(StringComparer.Ordinal);
    private readonly List<Waiter> urgent = [];
    private readonly List<Waiter> others = [];
    private readonly SemaphoreSlim asking = new(Together);
    private readonly ConcurrentDictionary<string, Task<Dictionary<string, string>>> ways = new(StringComparer.Ordinal);
    private int together;

    /// <summary>Waits for a place on the way to a host; dispose the result to leave it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="isUrgent">Whether the caller goes before all that are not: a host rolls back where its confirm comes too late.</param>
    internal async Task<IDisposable> Enter(string host, CancellationToken stop, bool isUrgent = false)
    {
        var waiter = new Waiter(FirstHop(await SettingsFor(host)));
        lock (gate)
        {
            (isUrgent ? urgent : others).Add(waiter);
            Admit();
        }

        await using var registration = stop.Register(() => Cancel(waiter, stop));
        return await waiter.Entered.Task;
    }

    /// <inheritdoc/>
    public void Dispose() => asking.Dispose();

    /// <summary>The settings with which ssh would reach a host, by name (ssh_config(5)); none where this ssh does not print them.</summary>
    internal Task<Dictionary<string, string>> SettingsFor(string host) => ways.GetOrAdd(host, Settings);

    // The jump host, the command that connects, or the address itself. Where ssh prints none of them, all such hosts share one way.
    private static string FirstHop(Dictionary<string, string> settings)
    {
        if (settings.TryGetValue("proxyjump", out var jump))
            return jump.Split(',')[0];
        return settings.TryGetValue("proxycommand", out var command)
            ? command
            : $"{settings.GetValueOrDefault("hostname", "")}:{settings.GetValueOrDefault("port", "")}";
    }

    private async Task<Dictionary<string, string>> Settings(string host)
    {
        await asking.WaitAsync();
        try
        {
            return await Ask(host);
        }
        finally
        {
            asking.Release();
        }
    }

    private async Task<Dictionary<string, string>> Ask(string host)
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
            // A client without an answer is treated as one that goes one way to all hosts.
            settings.Clear();
        }

        return settings;
    }

    // Called under the lock: everyone for whom both limits have a place, the urgent ones first.
    private void Admit()
    {
        foreach (var waiting in (List<Waiter>[])[urgent, others])
            waiting.RemoveAll(TryAdmit);
    }

    private bool TryAdmit(Waiter waiter)
    {
        var used = inside.GetValueOrDefault(waiter.Hop);
        if (together == Together || used == PerHop)
            return false;
        together++;
        inside[waiter.Hop] = used + 1;
        waiter.Entered.SetResult(new Place(() => Leave(waiter.Hop)));
        return true;
    }

    private void Leave(string hop)
    {
        lock (gate)
        {
            together--;
            inside[hop]--;
            Admit();
        }
    }

    // Nothing to do for one that has entered: its caller leaves.
    private void Cancel(Waiter waiter, CancellationToken stop)
    {
        lock (gate)
        {
            if (urgent.Remove(waiter) || others.Remove(waiter))
                waiter.Entered.SetCanceled(stop);
        }
    }

    private sealed class Waiter(string hop)
    {
        internal string Hop => hop;

        internal TaskCompletionSource<IDisposable> Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Place(Action leave) : IDisposable
    {
        private Action? leave = leave;

        public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
    }
}
