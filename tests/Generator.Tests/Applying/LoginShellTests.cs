using Generator.Cli.Applying;
using Generator.Tests.Tools;

namespace Generator.Tests.Applying;

/// <summary>
/// A host's login shell reads the command first, whatever it is: it passes it on as it is, and what it prints stands outside the answer.
/// </summary>
public sealed class LoginShellTests
{
    private const string Word = "0123456789abcdef";

    [Theory]
    [InlineData("bash")]
    [InlineData("dash")]
    [InlineData("tcsh")]
    [InlineData("fish")]
    public void The_answer_is_framed(string shell)
    {
        Tool.Require(shell);
        Tool.RequireRoot();
        Assert.Contains($"\nhaplane-begin {Word}\n", Said(shell, RemoteCommand.AsRoot(RemoteCommand.Converse)));
        // There is no engine on this machine: the code of bash for that comes back in the frame.
        Assert.Contains($"\nhaplane-end {Word} 127\n", Said(shell, RemoteCommand.AsRoot(RemoteCommand.Engine)));
    }

    [Fact]
    public void A_limit_for_idle_shells_that_cannot_be_changed_is_left_behind()
    {
        Tool.RequireRoot();
        var said = Said("bash", $"readonly TMOUT=1; export TMOUT; {RemoteCommand.AsRoot("sleep 2; read -r rest; printf \"%s\\n\" \"got $rest\"")}");
        Assert.Contains("got here", said);
    }

    private static string Said(string shell, string command) =>
        Tool.Run("bash", "-c", "printf '%s\\n%s\\n' \"$1\" here | \"$2\" -c \"$3\"", "bash", Word, shell, command).Text;
}
