using System.Text;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Wire;
using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Applying;

/// <summary>The forms of what a host answers: one in C#, one in the shell, and the words that the engine writes.</summary>
public sealed class EngineFormTests : IDisposable
{
    private static readonly string[] Good =
    [
        $"event\t{HostileAnswers.Host}\tgate\tok\t-\tnode-ready k8s-master1",
        $"event\t{HostileAnswers.Host}\taction\tok\tjoined-already\tapprove-csr k8s-node1: k8s-node1 has joined already",
        $"event\t{HostileAnswers.Host}\tapply\tsame\t-\t",
        "fact\tclock\t1767323045",
        "fact\tdelivered\t0001",
        "fact\tswap\ton",
        "fact\tkept\t0001 - 2026-01-02T03:04:05Z a.service=running,",
        "path\t/etc/kubernetes/ca.pem",
        "text\t+\tserver: b",
        $"fact\tfile\t{new string('a', 64)} /etc/a",
        "fact\tchange\t0003 CHG#12:a/b-1",
        $"fact\tchange\t3 {new string('a', 64)}",
        "fact\tmessage\t0003 Umzug auf drei Master, Ticket 12 (f\u00fcr Anna)",
        $"fact\tmessage\t3 {new string('\u20ac', 200)}",
        $"fact\ton-disk\tsame 0644 root:root {new string('a', 64)} /etc/a",
        "fact\ton-disk\tmissing - - - /etc/a",
        "fact\truns\tgetty@tty1.service running other current 1767323045",
        $"fact\tarchive\t{new string('A', 2998)}==",
        "fact\tanswers\tm.0 200 v1.20.2-beta.1+abc",
        "fact\tanswers\tb:1 000 -",
        "fact\tconnects\t192.168.3.171:6443 yes",
        "fact\tconnects\t[2001:db8::1]:6443 no",
        "fact\tconnects\tapi.example:6443 no",
        "fact\tnode\tk8s-node1 True v1.20.2 192.168.3.174",
        "fact\tnode\tk8s-node1 - - -",
        "fact\tlease\tkube-scheduler k8s-master1_0b5c2a04-1111-2222-3333-444455556666 3 2",
        "fact\tlease\tkube-controller-manager - 0 -",
        "fact\tendpoint\t2001:db8::1",
        "fact\tendpoint\t::1",
        "fact\tetcd-status\thttps://192.168.3.171:2379 8e9e05c52164694d yes 24576 2147483648",
        "fact\tetcd-status\thttp://[::1]:2379 1 no 0 -",
        "fact\tetcd-member\t8e9e05c52164694d etcd-1 yes https://192.168.3.171:2379,https://etcd-1.example:2379",
        "fact\tetcd-member\t1 - no -",
        "fact\tetcd-alarm\t8e9e05c52164694d NOSPACE",
        "fact\tetcd-silent\thttps://192.168.3.171:2379",
        "fact\ttoken\t/etc/bootstrap.kubeconfig unknown none",
        "fact\tpeer\t192.168.3.174 6443",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("haplane-form-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_line_of_the_engine_is_read() => Assert.All(Good, line => Assert.NotNull(EngineForm.Read(HostileAnswers.Host, line)));

    [Fact]
    public void No_other_line_is_read() => Assert.All(HostileAnswers.All, line => Assert.Null(EngineForm.Read(HostileAnswers.Host, line)));

    [Fact]
    public void The_shell_reads_the_same_lines_and_runs_none_of_them()
    {
        // A variable of bash holds no byte 0.
        var lines = Good.Concat(HostileAnswers.All.Where(line => !line.Contains('\0') && !line.Contains('\n'))).ToArray();
        File.WriteAllText(Path.Combine(folder, "lines"), string.Concat(lines.Select(line => $"{line}\n")));
        File.WriteAllText(Path.Combine(folder, "parts.sh"), string.Concat(Parts().Select(File.ReadAllText)));
        var (code, text) = Tool.Run(
            "bash",
            "-c",
            $"export LC_ALL=C; cd '{folder}' && SCRATCH=. && . ./parts.sh && TELL=2 && n=0 && while IFS= read -r line; do n=$((n + 1)); if take "
                + $"{HostileAnswers.Host} {HostileAnswers.Host} \"$line\" 2>/dev/null; then echo \"$n\"; fi; done <lines");
        Assert.Equal(0, code);
        Assert.Equal(Enumerable.Range(1, Good.Length).Select(number => $"{number}"), text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(File.Exists(Path.Combine(folder, "PWNED")));
    }

    [Fact]
    public void The_shell_knows_the_same_words()
    {
        var shell = Encoding.UTF8.GetString(Case.Example.Bytes("bin/rollout.sh"));
        Assert.Equal(EngineWords.Steps.Order(StringComparer.Ordinal), Words(shell, "EVENT_STEPS"));
        Assert.Equal(EngineWords.Results.Order(StringComparer.Ordinal), Words(shell, "EVENT_RESULTS"));
        Assert.Equal(EngineWords.Codes.Order(StringComparer.Ordinal), Words(shell, "EVENT_CODES"));
    }

    [Fact]
    public void The_engine_says_no_other_word()
    {
        var engine = Regex.Replace(Encoding.UTF8.GetString(Case.Example.Bytes("bin/host-engine.sh")), "(?m)^ *#.*$", "");
        var says = Regex.Matches(
            engine, """(?m)(?:^|[;&|{(]|\bthen|\belse)\s*say ([a-z-]+) ([a-z-]+|"[^"]*"(?:\)")?) (-|[a-z-]+|"[^"]*")""");
        foreach (Match said in says)
        {
            Assert.Contains(said.Groups[1].Value, EngineWords.Steps);
            if (said.Groups[2].Value[0] != '"')
                Assert.Contains(said.Groups[2].Value, EngineWords.Results);
        }

        foreach (Match refused in Regex.Matches(engine, """(?<![\w-])refuse ([a-z-]+) ([a-z-]+) """))
        {
            Assert.Contains(refused.Groups[1].Value, EngineWords.Steps);
            Assert.Contains(refused.Groups[2].Value, EngineWords.Codes);
        }

        Assert.All(
            Regex.Matches(engine, "because_of ([a-z-]+)").Select(match => match.Groups[1].Value), code => Assert.Contains(code, EngineWords.Codes));
        Assert.All(
            Regex.Matches(engine, "OUTCOME=([a-z-]*[a-z])").Select(match => match.Groups[1].Value), code => Assert.Contains(code, EngineWords.Codes));
    }

    // What a rollout asks is an argument of the event: a new question needs no new word.
    [Fact]
    public void The_names_of_gates_and_actions_are_no_words()
    {
        var engine = Encoding.UTF8.GetString(Case.Example.Bytes("bin/host-engine.sh"));
        var kinds = Regex.Matches(engine, @"(?m)^(?:gate|action)_([a-z_]+)\(\)").Select(match => match.Groups[1].Value.Replace('_', '-')).ToArray();
        Assert.Contains("node-ready", kinds);
        Assert.Contains("approve-csr", kinds);
        // A command has the name of one of them.
        Assert.Empty(kinds.Except(["digests"]).Intersect(EngineWords.Steps.Union(EngineWords.Codes)));
    }

    // A driver decides by step, result and code, never by a sentence.
    [Theory]
    [InlineData("bin/rollout.sh")]
    [InlineData("bin/relay.sh")]
    public void No_driver_reads_a_sentence(string program)
    {
        var shell = Encoding.UTF8.GetString(Case.Example.Bytes(program));
        Assert.DoesNotMatch("""grep [^\n]*': [a-z]""", shell);
        Assert.DoesNotMatch("""\*': [a-z]""", shell);
    }

    private static IEnumerable<string> Words(string shell, string name) => Regex.Matches(shell, $@"(?m)^{name}\+?='(.*)'$")
        .SelectMany(match => match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Parts() =>
        new[] { "wire/15-forms.sh", "over-ssh/10-say.sh", "over-ssh/30-hosts.sh", "over-ssh/32-hear.sh" }
            .Select(part => Repository.Path("templates", part));
}
