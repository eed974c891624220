using Generator.Cli.Ssh;
using Generator.Tests.Tools;

namespace Generator.Tests.Applying;

/// <summary>Who gets the next place for a handshake.</summary>
public sealed class HandshakeSlotTests : IDisposable
{
    private const int PerHop = 8;
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-slots-").FullName;
    private readonly HandshakeSlots slots;

    public HandshakeSlotTests()
    {
        Tool.Require("sh");
        // Every host has the address in its name, up to the first dash.
        var ssh = Path.Combine(folder, "ssh");
        File.WriteAllText(ssh, "for host; do :; done\nprintf 'hostname %s\\nport 22\\n' \"${host%%-*}\"\n");
        slots = new HandshakeSlots(SshClient.For($"sh {ssh}", folder));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        slots.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_urgent_caller_goes_before_all_that_wait()
    {
        var places = await Fill();
        Task<IDisposable>[] waiting = [slots.Enter("a-9", Stop), slots.Enter("a-10", Stop)];
        await Known("a-9", "a-10", "a-11");
        var urgent = slots.Enter("a-11", Stop, isUrgent: true);
        places[0].Dispose();
        (await Soon(urgent)).Dispose();
        // Which of the others comes first depends on when ssh has printed its settings.
        await foreach (var entered in Task.WhenEach(waiting).WithCancellation(Stop))
            (await entered).Dispose();
    }

    [Fact]
    public async Task While_an_urgent_caller_waits_no_other_one_enters()
    {
        var places = await Fill();
        var waiting = slots.Enter("a-9", Stop);
        await Known("a-9", "a-10");
        var urgent = slots.Enter("a-10", Stop, isUrgent: true);
        places[0].Dispose();
        var place = await Soon(urgent);
        Assert.False(waiting.IsCompleted);
        place.Dispose();
        (await Soon(waiting)).Dispose();
    }

    [Fact]
    public async Task Those_who_wait_for_one_address_keep_no_place_from_another_one()
    {
        await Fill();
        var waiting = Enumerable.Range(100, 70).Select(number => slots.Enter($"a-{number}", Stop)).ToArray();
        (await Soon(slots.Enter("b-1", Stop))).Dispose();
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
    }

    [Fact]
    public async Task Whoever_stops_waiting_takes_no_place()
    {
        var places = await Fill();
        using var stop = new CancellationTokenSource();
        var waiting = slots.Enter("a-9", stop.Token);
        await Known("a-9");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        foreach (var place in places)
        {
            place.Dispose();
            // A place is left once.
            place.Dispose();
        }

        await Fill();
        Assert.False(slots.Enter("a-20", Stop).IsCompleted);
    }

    private async Task<IDisposable[]> Fill() =>
        await Task.WhenAll(Enumerable.Range(1, PerHop).Select(number => Soon(slots.Enter($"a-{number}", Stop))));

    // A caller waits for the settings of its host before it waits for a place.
    private async Task Known(params string[] hosts)
    {
        foreach (var host in hosts)
            await slots.SettingsFor(host);
    }

    private static Task<IDisposable> Soon(Task<IDisposable> task) => task.WaitAsync(TimeSpan.FromSeconds(60), Stop);
}
