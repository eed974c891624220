using System.Text;
using Generator.Cli.Applying;
using Generator.Tests.Support;

namespace Generator.Tests.Applying;

/// <summary>Whoever carries a rollout out sends the hosts the same words: a lock of one keeps the other out, and an engine of one is found by the other.</summary>
public sealed class RemoteCommandTests
{
    private const string Incoming = "/var/lib/haplane/incoming";
    private static readonly string Shell = Encoding.UTF8.GetString(Case.Example.Bytes("bin/rollout.sh"));

    [Fact]
    public void The_shell_sends_the_same_commands()
    {
        Assert.Contains($"readonly INCOMING={Incoming}\n", Shell);
        Assert.Contains($"ENGINE=\"{RemoteCommand.Engine.Replace(Incoming, "$INCOMING", StringComparison.Ordinal)}\"\n", Shell);
        Assert.Contains($"BRING=\"{RemoteCommand.Bring.Replace(Incoming, "$INCOMING", StringComparison.Ordinal)}\"\n", Shell);
        Assert.Contains($"HOLD='{RemoteCommand.Hold}'\n", Shell);
    }

    [Fact]
    public void The_shell_becomes_root_in_the_same_way() =>
        Assert.Contains(RemoteCommand.AsRoot("COMMAND"), Shell.Replace("'\"'$command'\"'", "'COMMAND'", StringComparison.Ordinal));
}
