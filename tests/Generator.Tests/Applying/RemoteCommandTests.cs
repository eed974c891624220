using System.Text;
using System.Text.RegularExpressions;
using Generator.Cli.Applying;
using Generator.Tests.Support;

namespace Generator.Tests.Applying;

/// <summary>
/// Whoever carries a rollout out sends the hosts the same words: a lock of one keeps the other out, and an engine of one is found by the other.
/// </summary>
public sealed class RemoteCommandTests
{
    private const string Incoming = "/var/lib/haplane/incoming";

    // A long command is written in parts.
    private static readonly string Shell =
        Regex.Replace(Encoding.UTF8.GetString(Case.Example.Bytes("bin/rollout.sh")), @"'\n(#.*\n)?[A-Z]+\+='", "");

    [Fact]
    public void The_shell_sends_the_same_commands()
    {
        Assert.Contains($"readonly INCOMING={Incoming}\n", Shell);
        Assert.Contains($"BEGIN='{RemoteCommand.Begin}'\n", Shell);
        Assert.Contains($"END='{RemoteCommand.End}'\n", Shell);
        Assert.Contains($"ENGINE=\"{Written(RemoteCommand.Engine)}\"\n", Shell);
        Assert.Contains($"SEND=\"{Written(RemoteCommand.Send)}\"\n", Shell);
        Assert.Contains($"BRING=\"{Written(RemoteCommand.Bring)}\"\n", Shell);
        Assert.Contains($"HOLD='{RemoteCommand.Hold.Replace(RemoteCommand.End, "'$END", StringComparison.Ordinal)}\n", Shell);
    }

    [Fact]
    public void The_shell_becomes_root_in_the_same_way() =>
        Assert.Contains(RemoteCommand.AsRoot("COMMAND"), Shell
            .Replace("$AS_ROOT", Shell.Split("AS_ROOT='")[1].Split("'\n")[0], StringComparison.Ordinal)
            .Replace("$BEGIN$command", $"{RemoteCommand.Begin}COMMAND", StringComparison.Ordinal));

    // What csh, fish and dash would change on the way: a quote inside the quotes, history, a backslash before a quote.
    [Fact]
    public void No_login_shell_changes_a_command()
    {
        foreach (var command in new[] { RemoteCommand.Converse, RemoteCommand.Engine, RemoteCommand.Send, RemoteCommand.Bring, RemoteCommand.Hold })
        {
            var quoted = RemoteCommand.AsRoot(command).Split('\'');
            Assert.Equal(5, quoted.Length);
            Assert.DoesNotContain(quoted, part => part.Contains('!') || part.Contains("\\\\", StringComparison.Ordinal) || part.Contains('\n'));
        }
    }

    private static string Written(string command) =>
        command.Replace(RemoteCommand.End, "$END", StringComparison.Ordinal).Replace(Incoming, "$INCOMING", StringComparison.Ordinal);
}
