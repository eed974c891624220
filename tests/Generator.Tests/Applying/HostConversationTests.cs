using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Generator.Cli;
using Generator.Cli.Applying;
using Generator.Cli.Ssh;
using Generator.Core;
using Generator.Core.Foundation.Wire;
using Generator.Core.Reading.Deliveries;
using Generator.Tests.Tools;

namespace Generator.Tests.Applying;

/// <summary>What a host's shell answers, by the command that is sent to it, without a connection between.</summary>
public sealed class HostConversationTests : IDisposable
{
    private const string Host = "k8s-node1";
    private const string Echoing = "while read -r word && [ -n \"$word\" ]; do printf \"text\\theard %s\\n"
        + "\" \"$word\"; done; printf \"wrong\\n\\nvery\\rwrong\" >&2; sed \"s/^/text\\t/\"; exit 3";
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-conversation-").FullName;
    private readonly HostConversation conversation;

    public HostConversationTests()
    {
        Tool.Require("bash");
        conversation = With(Converse);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_question_has_its_own_answer_and_nothing_stays()
    {
        Assert.True((await conversation.Begin(Stop)).IsFine);
        foreach (var word in new[] { "status", "plan" })
        {
            var heard = new List<EngineRecord>();
            var answer = await Ask(Echoing, $"{word}\n\nthe rest\n", heard.Add);
            Assert.Equal(3, answer.Code);
            Assert.Equal([new EngineText($"heard {word}"), new EngineText("the rest")], answer.Records);
            Assert.Equal(answer.Records, heard);
            Assert.Equal(["wrong", "very^Mwrong"], answer.Faults);
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        }
    }

    [Theory]
    [InlineData("printf 'text\\tno end'", 0)]
    [InlineData("exit 2", 2)]
    [InlineData("printf '\\ntext\\t1 0 0\\n'", 0)]
    public async Task The_end_of_an_answer_is_found_whatever_was_said(string engine, int code)
    {
        await conversation.Begin(Stop);
        var answer = await Ask(engine, "status\n\n", null);
        Assert.Equal(code, answer.Code);
        Assert.Empty(answer.Faults);
        Assert.False(conversation.IsOver);
    }

    [Theory]
    [InlineData("printf 'a line of no form\\n'")]
    [InlineData("printf 'event\\tk8s-node2\\tgate\\tok\\t-\\t\\n'")]
    [InlineData("printf 'text\\t\\033[2J\\n'")]
    [InlineData("printf 'fact\\tclock\\ta[$(id)]\\n'")]
    public async Task A_line_that_the_engine_does_not_write_ends_the_conversation(string engine)
    {
        await conversation.Begin(Stop);
        var answer = await Ask(engine, "status\n\n", null);
        Assert.Equal(SshClient.ConnectionFailed, answer.Code);
        Assert.Contains(Host, answer.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', answer.Reason);
        Assert.True(conversation.IsOver);
    }

    [Fact]
    public async Task What_a_login_says_before_is_shown_and_not_read()
    {
        using var chatty = With($"printf 'Welcome\\nfact\\tclock\\t1\\n'; {Converse}");
        var answer = await chatty.Begin(Stop);
        Assert.True(answer.IsFine);
        Assert.Equal(["Welcome", "fact^Iclock^I1"], answer.Faults);
        Assert.Empty(answer.Records);
    }

    [Fact]
    public async Task What_is_not_an_archive_ends_it_with_what_tar_says()
    {
        await conversation.Begin(Stop);
        var answer = await conversation.Ask(Encoding.UTF8.GetBytes(new string('x', 5000)), null, Stop);
        Assert.NotEqual(ExitCode.Fine, answer.Code);
        Assert.NotEmpty(answer.Faults);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task Whoever_stops_listening_asks_nothing_more()
    {
        await conversation.Begin(Stop);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Ask("printf 'text\\tone\\n'; sleep 5", "plan\n\n", _ => stop.Cancel(), stop.Token));
        Assert.True(conversation.IsOver);
        Assert.Empty(await conversation.Faults());
    }

    // The operator may take his time before he says yes (bash(1), TMOUT).
    [Fact]
    public async Task A_limit_for_idle_shells_does_not_end_it()
    {
        using var limited = With($"TMOUT=1; {Converse}");
        await limited.Begin(Stop);
        await Task.Delay(TimeSpan.FromSeconds(2), Stop);
        Assert.False(limited.IsOver);
    }

    // So does ssh, as long as others go over its connection.
    [Fact]
    public async Task A_shell_that_has_ended_is_not_waited_for_where_ssh_stays()
    {
        using var ended = With($"{RemoteCommand.Begin}echo gone >&2; exec >&-; sleep 60");
        await ended.Begin(Stop);
        var answer = await ended.Ask(Encoding.UTF8.GetBytes("no matter"), null, Stop);
        Assert.Equal(SshClient.ConnectionFailed, answer.Code);
        Assert.Equal("gone", answer.Reason);
        Assert.True(ended.IsOver);
        Assert.Equal(SshClient.ConnectionFailed, (await ended.Ask(Encoding.UTF8.GetBytes("no matter"), null, Stop)).Code);
    }

    public void Dispose()
    {
        conversation.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string Converse => $"{RemoteCommand.Begin}{RemoteCommand.Converse.Replace("/run/", $"{folder}/", StringComparison.Ordinal)}";

    private static HostConversation With(string command)
    {
        var start = new ProcessStartInfo(
            "bash", ["-c", command])
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        return new HostConversation(Host, new SshSession(Process.Start(start) ?? throw new InvalidOperationException()));
    }

    private Task<Answer> Ask(string engine, string request, Action<EngineRecord>? heard, CancellationToken? stop = null)
    {
        var files = new Dictionary<string, TreeFile>(StringComparer.Ordinal)
        {
            [ResultDigests.Name] = Text(""),
            ["bin/host-engine.sh"] = Text(engine),
        };
        var tree = new FileTree(files.ToImmutableSortedDictionary(StringComparer.Ordinal));
        return conversation.Ask(HostArchive.Of(tree, Host, Encoding.UTF8.GetBytes(request)), heard, stop ?? Stop);
    }

    private static TreeFile Text(string text) => new(Encoding.UTF8.GetBytes(text), IsExecutable: false);
}
