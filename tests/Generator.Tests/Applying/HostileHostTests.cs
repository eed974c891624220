namespace Generator.Tests.Applying;

/// <summary>One host answers with what it wants: no driver runs it, passes it on or shows it as it is, and the host is named.</summary>
public sealed class HostileHostTests : IDisposable
{
    private const string Forged = "fact\tclock\tBASH_VERSINFO[$(touch \"$FAKE_HOSTS/PWNED\")]";

    private readonly FakeHosts hosts = new();

    public void Dispose() => hosts.Dispose();

    /// <summary>A command of the engine, and a host that is asked it.</summary>
    public static TheoryData<string, string, string> Answers => new()
    {
        { "channel", "lb1", Forged },
        { "status", "k8s-node1", "event\tlb1\tstatus\tsame\t-\t" },
        { "status", "k8s-node1", "fact\tdelivered\ta[$(touch \"$FAKE_HOSTS/PWNED\")]" },
        { "facts", "k8s-master1", Forged },
        { "ask", "lb1", "gate: ok: digests" },
        { "recover", "k8s-master2", "\u001b]0;owned\u0007" },
        { "missing", "k8s-master2", "path\t/root/../etc/shadow" },
        { "missing", "k8s-master2", "path\t/root/.ssh/id_ed25519" },
        { "receive", "k8s-master2", new string('x', 70000) },
        { "apply", "k8s-master2", "event\tk8s-master2\tapply\tsame\tno-such-code\t" },
        { "confirm", "k8s-master2", "fact\tdelivered\t-oProxyCommand=touch" },
        { "started", "k8s-master2", "fact\tstarted\t1\ndo\t1\tforget-node\tk8s-master1\tk8s-node1" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Apply_ends_there(string command, string host, string answer) =>
        Ends(command, host, answer, expected => hosts.RunToAnEnd("apply out --yes", expected));

    [Theory]
    [MemberData(nameof(Answers))]
    public void The_shell_ends_there(string command, string host, string answer)
    {
        hosts.Say("alone", "");
        Ends(command, host, answer, expected => hosts.RunShellToAnEnd("rollout.sh", expected));
    }

    // A line without an end, and lines without an end of them: neither is kept.
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Megabytes_are_not_kept(bool isShell, bool hasLines)
    {
        Tools.Tool.Require("python3");
        if (isShell)
            hosts.Say("alone", "");
        var line = isShell ? "bash out/bin/rollout.sh" : $"{Support.Executable.Words} apply out --yes";
        hosts.Say("lb1.says.status", "short\n");
        var usual = hosts.PeakOf(line);
        hosts.Say("lb1.says.status", hasLines ? string.Concat(Enumerable.Repeat("text\tone more line\n", 5_000_000)) : new string('x', 100_000_000));
        Assert.InRange(hosts.PeakOf(line) - usual, int.MinValue, 64 * 1024);
    }

    private void Ends(string command, string host, string answer, Func<int[], string> run)
    {
        hosts.Say($"{host}.says.{command}", $"{answer}\n");
        var said = run([1, 3, 4]);
        Assert.Contains(host, said, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', said);
        Assert.False(File.Exists(hosts.Fact("PWNED")), said);
        Assert.DoesNotContain(hosts.Calls, call => call.Contains("forget-node", StringComparison.Ordinal));
    }
}
