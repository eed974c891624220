using System.Text;
using Generator.Core.Foundation.Wire;
using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Verifying;

/// <summary>What the engine answers to <c>verify</c>, on a folder in place of a host, and with programs that answer as they like.</summary>
public sealed class EngineVerifyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-verify-").FullName;

    public EngineVerifyTests()
    {
        foreach (var name in new[] { "host/bin", "host/hosts", "files", "programs" })
            Directory.CreateDirectory(Path.Combine(folder, name));
        Write("host/bin/capture.sh", "printf 'tar\\0bytes'\n");
        Plan();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // What is on the disk in place of a file that a plan wants with the content "wanted" and the mode 0644.
    [Theory]
    [InlineData("printf wanted >f; chmod 644 f", "same 0644")]
    [InlineData("printf wanted >f; chmod 600 f", "mode 0600")]
    [InlineData("printf before >f; chmod 644 f", "undelivered 0644")]
    [InlineData("printf other >f; chmod 644 f", "drift 0644")]
    [InlineData(":", "missing -")]
    [InlineData("mkdir f", "type -")]
    [InlineData("mkfifo f", "type -")]
    [InlineData("ln -s nowhere f", "missing -")]
    [InlineData("printf wanted >g; chmod 644 g; ln -s g f", "same 0644")]
    public void A_file_has_the_state_of_its_content_and_its_mode(string made, string answer)
    {
        Plan($"place\tnode\t0644\tOWNER\t{Digest("wanted")}\t{folder}/files/f\t{Digest("before")}");
        Assert.Contains(Facts(made, "on-disk"), value => value.StartsWith($"{answer} ", StringComparison.Ordinal));
    }

    // The engine follows a link that was there first, and no other.
    [Fact]
    public void A_link_in_the_place_of_a_delivered_file_is_of_another_type()
    {
        Plan($"place\tnode\t0644\tOWNER\t{Digest("wanted")}\t{folder}/files/f\tany");
        var delivered = $"load_delivered() {{ LAST[{folder}/files/f]={Digest("wanted")}; }}";
        Assert.Equal([$"type - - - {folder}/files/f"], Facts("printf wanted >g; chmod 644 g; ln -s g f", "on-disk", delivered));
    }

    // The digest of a short secret could be guessed.
    [Theory]
    [InlineData("secret", "-")]
    [InlineData("identical", null)]
    public void A_secret_has_no_digest_in_an_answer(string kind, string? digest)
    {
        Plan($"copy\tnode\t{kind}\t0600\tOWNER\t{Digest("wanted")}\t{folder}/files/f");
        var fact = Assert.Single(Facts("printf wanted >f; chmod 600 f", "on-disk")).Split(' ');
        Assert.Equal(["same", "0600"], fact[..2]);
        Assert.Equal(digest ?? Digest("wanted"), fact[3]);
    }

    // What an edited file had before its last delivery is known only from that delivery.
    [Theory]
    [InlineData("new", "", "same")]
    [InlineData("old", "", "undelivered")]
    [InlineData("else", "", "drift")]
    [InlineData("else", "else", "undelivered")]
    public void An_edited_file_has_the_state_of_its_lines(string line, string last, string state)
    {
        Plan($"edit\tnode\t{folder}/files/f\t1\told\tnew");
        var delivered = last.Length == 0 ? "" : $"load_delivered() {{ LAST[{folder}/files/f]={Digest($"a\n{last}\n")}; }}";
        Assert.StartsWith($"{state} ", Assert.Single(Facts($"printf 'a\\n{line}\\n' >f", "on-disk", delivered)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("link\tnode\tFILE\t/x", "ln -s /x f", "same")]
    [InlineData("link\tnode\tFILE\t/x", "ln -s /y f", "type")]
    [InlineData("link\tnode\tFILE\t/x", ":", "missing")]
    [InlineData("take-away\tnode\tDIGEST\tFILE", "printf wanted >f", "left")]
    [InlineData("take-away\tnode\tDIGEST\tFILE", "printf changed >f", "left")]
    [InlineData("take-away\tnode\tDIGEST\tFILE", ":", "same")]
    [InlineData("remove-if-equal\tDIGEST\tFILE", "printf wanted >f", "left")]
    [InlineData("remove-if-equal\tDIGEST\tFILE", "printf own >f", "same")]
    public void A_link_and_a_removed_file_have_their_states(string line, string made, string state)
    {
        Plan(line.Replace("FILE", $"{folder}/files/f", StringComparison.Ordinal).Replace("DIGEST", Digest("wanted"), StringComparison.Ordinal));
        Assert.StartsWith($"{state} ", Assert.Single(Facts(made, "on-disk")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_system_that_does_not_answer_costs_only_its_own_files()
    {
        Plan($"edit\tnode\t{folder}/files/dead\t1\told\tnew", $"edit\tnode\t{folder}/files/f\t1\told\tnew");
        Program("stat", """case "$*" in *'-L -- '*files/dead*) trap '' TERM; sleep 100 ;; esac; exec /usr/bin/stat "$@" """);
        var records = Answer("", "printf 'new\\n' >f; printf 'new\\n' >dead", "readonly LIMIT_OF_A_LOOK=1");
        Assert.Equal([$"same 0644 {Owner} - {folder}/files/f"], Of(records, "on-disk"));
        Assert.Equal([$"on-disk: {folder}/files/dead: the file system did not answer within 1 s"], Failed(records));
        Assert.Single(Of(records, "clock"));
    }

    [Theory]
    [InlineData("active", "running", "enabled", "enabled", "running enabled current")]
    [InlineData("active", "running", "static", "enabled", "running other current")]
    [InlineData("active", "running", "disabled", "disabled", "running disabled current")]
    [InlineData("failed", "failed", "enabled", "enabled", "failed enabled unknown")]
    [InlineData("activating", "auto-restart", "enabled", "enabled", "failed enabled current")]
    [InlineData("inactive", "dead", "masked", "disabled", "stopped disabled unknown")]
    public void A_unit_has_its_states(string active, string sub, string boot, string starts, string answer)
    {
        Plan("unit\tnode\tk.service");
        Program(
            "systemctl",
            $$"""
            case "$*" in
              *'is-enabled --quiet'*) [ {{starts}} = enabled ] ;;
              *is-enabled*) echo {{boot}} ;;
              *'-p SubState'*) echo SubState={{sub}} ;;
              *'-p NeedDaemonReload'*) echo NeedDaemonReload=no ;;
              *'-p Version'*) echo Version=252 ;;
              *show*) printf 'LoadState=loaded\nActiveState={{active}}\nMainPID=3\nExecMainStartTimestamp=Sat 2026-01-03 12:00:00 UTC\n'
                echo ExecMainStartTimestampMonotonic=1000000 ;;
            esac
            """);
        Assert.Equal($"k.service {answer} 1767441600", Assert.Single(Facts(":", "runs")));
    }

    [Fact]
    public void Files_that_changed_after_the_start_are_not_loaded()
    {
        Plan("unit\tnode\tk.service", $"loads\tk.service\trestart\t{folder}/files/f");
        Program(
            "systemctl",
            "printf 'ActiveState=active\\nMainPID=3\\nExecMainStartTimestamp=Sat 2000-01-01 12:00:00 UTC\\nExecMainStartTimestampMonotonic=1\\n'");
        Assert.Contains(" older ", Assert.Single(Facts("printf x >f", "runs")), StringComparison.Ordinal);
    }

    // What the plan names is known by its digest: a file that was edited and put back is newer, and the same as the process has read.
    [Theory]
    [InlineData("f", " current ")]
    [InlineData("g", " older ")]
    public void Only_a_file_that_no_plan_names_is_judged_by_its_time(string read, string loaded)
    {
        Plan("unit\tnode\tk.service", $"loads\tk.service\trestart\t{folder}/files/f");
        Program(
            "systemctl",
            $"""
            printf 'ActiveState=active\nExecMainStartTimestamp=Sat 2000-01-01 12:00:00 UTC\nExecMainStartTimestampMonotonic=1\n'
            echo 'EnvironmentFiles={folder}/files/{read} (ignore_errors=no)'
            """);
        var facts = Facts("printf x >f; printf x >g", "runs", "need_of() { printf none; }");
        Assert.Contains(loaded, Assert.Single(facts), StringComparison.Ordinal);
    }

    [Fact]
    public void What_kubectl_says_makes_no_fact_of_another_form()
    {
        Program(
            "kubectl",
            """
            s=$(printf '%s' "$*" | grep -oE '#[0-9]{5}-[0-9]{5}-[0-9]{5}#' | head -n 1)
            long=$(printf '%05000d' 0)
            case "$*" in
              *'get nodes'*)
                printf "n1${s}True${s}v1.20.2${s}10.0.0.1 2001:db8::1${s}n2${s}\033[2J${s}v1\nn3 True${s}\$(id)${s}n4${s}False${s}$long${s}$long${s}"
                printf "A B${s}True${s}v1${s}10.0.0.1${s}"
                ;;
              *kube-controller-manager*) printf "m1_0b5c2a04-11${s}7${s}2026-01-03T12:00:00.000000Z${s}" ;;
              *kube-scheduler*) printf "m1\tx\033[2J${s}7${s}${s}" ;;
              *endpoints*) printf '10.0.0.1 \033[2J 10.0.0.2\t10.0.0.3' ;;
            esac
            """);
        var records = Answer($"kubectl\t{folder}/programs/kubectl\ncluster\n");
        Assert.Equal(["n1 True v1.20.2 10.0.0.1", "n2 - - -", "n4 False - -"], Of(records, "node"));
        Assert.StartsWith("kube-controller-manager m1_0b5c2a04-11 7 ", Assert.Single(Of(records, "lease")), StringComparison.Ordinal);
        Assert.Equal(["10.0.0.1"], Of(records, "endpoint"));
        Assert.All(Failed(records), detail => Assert.StartsWith("cluster: ", detail, StringComparison.Ordinal));
        Assert.Equal(4, Failed(records).Length);
    }

    [Fact]
    public void What_etcdctl_says_makes_no_fact_of_another_form()
    {
        Program("curl", "echo 'etcd_server_quota_backend_bytes 2.147483648e+09'");
        Program(
            "etcdctl",
            """
            long=$(printf '%05000d' 0)
            case "$*" in
              *10.0.0.2*) exit 1 ;;
              *'member list'*)
                printf '{"members":[{"ID":10276657743932975437,"name":"etcd-1","clientURLs":["https://10.0.0.1:2379"]},'
                printf '{"ID":5,"name":"a\\u001b","clientURLs":["x y"]},{"ID":6,"name":"%s"},{"id":"7"},{"ID":8,"name":""}]}' "$long"
                ;;
              *status*) echo '[{"Status":{"header":{"member_id":10276657743932975437},"dbSize":24576,"leader":10276657743932975437,"raftTerm":2}}]' ;;
              *alarm*) echo '{"alarms":[{"memberID":10276657743932975437,"alarm":1},{"memberID":5,"alarm":9}]}' ;;
            esac
            """);
        var records = Answer("etcd\thttps://10.0.0.1:2379\t-\t-\t-\netcd\thttps://10.0.0.2:2379\t-\t-\t-\n");
        Assert.Equal(["https://10.0.0.1:2379 8e9e05c52164694d yes 24576 2147483648"], Of(records, "etcd-status"));
        Assert.Equal(["8e9e05c52164694d etcd-1 yes https://10.0.0.1:2379", "8 - no -"], Of(records, "etcd-member"));
        Assert.Equal(["8e9e05c52164694d NOSPACE", "5 UNKNOWN"], Of(records, "etcd-alarm"));
        Assert.All(Failed(records), detail => Assert.StartsWith("etcd", detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("exit 1", "etcd-silent")]
    [InlineData("case \"$*\" in */health*) echo '{}' ;; *) exit 22 ;; esac", "")]
    public void An_etcd_that_answers_nothing_is_silent(string curl, string fact)
    {
        Program("etcdctl", "exit 1");
        Program("curl", curl);
        var records = Answer("etcd\thttps://10.0.0.2:2379\t-\t-\t-\n");
        Assert.Equal(fact.Length == 0 ? [] : ["https://10.0.0.2:2379"], Of(records, "etcd-silent"));
        Assert.Contains("etcd: no endpoint lists the members", Failed(records));
    }

    [Theory]
    [InlineData("200", "v1.20.2", "200 v1.20.2")]
    [InlineData("500", "\\u001b[2J", "500 -")]
    [InlineData("000", "v1.20.2", "000 -")]
    [InlineData("401", "v1.20.2", "401 -")]
    [InlineData("nonsense", "v1.20.2", "000 -")]
    public void An_answer_has_the_code_and_the_version(string code, string version, string answer)
    {
        Program("curl", $$"""case "$*" in */readyz) printf {{code}} ;; *) printf '{ "gitVersion": "%s" }' '{{version}}' ;; esac""");
        var ask = $"answer\tb.1\thttps://10.0.0.5:6443\t{folder}/host/bin/capture.sh\t10.0.0.6\n";
        Assert.Equal($"b.1 {answer}", Assert.Single(Of(Answer(ask), "answers")));
    }

    [Theory]
    [InlineData("yes", "no", "yes csr")]
    [InlineData("yes", "yes", "yes more")]
    [InlineData("no", "no", "no none")]
    [InlineData("\u001b[2J", "no", "unknown unknown")]
    public void A_token_has_its_power(string create, string all, string answer)
    {
        Program("kubectl", $$"""case "$*" in *create*) said='{{create}}' ;; *) said='{{all}}' ;; esac; echo "$said"; [ "$said" = yes ]""");
        var records = Answer($"kubectl\t{folder}/programs/kubectl\ntoken\t{folder}/host/bin/capture.sh\n");
        Assert.Equal($"{folder}/host/bin/capture.sh {answer}", Assert.Single(Of(records, "token")));
    }

    [Fact]
    public void A_peer_is_named_once()
    {
        Program(
            "ss",
            """
            echo head
            for a in '[::ffff:10.0.0.2]:5' 10.0.0.2:6 '127.0.0.1:7' '[2001:db8::1]:8' 'evil:9'; do echo "0 0 10.0.0.1:6443 $a"; done
            """);
        Assert.Equal(["10.0.0.2 6443", "2001:db8::1 6443"], Of(Answer("peers\t6443\n"), "peer"));
    }

    [Theory]
    [InlineData("printf half; echo 'no awk here' >&2; exit 3", "archive: the capture program ended with 3: no awk here")]
    [InlineData("exit 0", "archive: the archive is empty")]
    [InlineData("printf '\\033[2J\\n' >&2; exit 1", "archive: the capture program ended with 1: ?[2J")]
    public void A_capture_program_that_fails_gives_no_archive(string program, string detail)
    {
        Write("host/bin/capture.sh", program);
        var records = Answer("");
        Assert.Empty(Of(records, "archive"));
        Assert.Contains(detail, Failed(records));
    }

    [Fact]
    public void The_archive_is_that_of_the_capture_program()
    {
        Write("host/bin/capture.sh", "head -c 10000 /dev/zero; echo chatter >&2\n");
        Assert.Equal(new byte[10000], Convert.FromBase64String(string.Concat(Facts(":", "archive"))));
    }

    [Theory]
    [InlineData("shutdown", "unknown-record")]
    [InlineData("", "unknown-record")]
    [InlineData("peers\t$(id)", "bad-record")]
    [InlineData("peers\t6443\t1", "bad-record")]
    [InlineData("connect\t-oX:1", "bad-record")]
    [InlineData("answer\tA\thttps://a:1\t/ca\t-", "bad-record")]
    [InlineData("answer\ta\tfile:///etc/shadow\t/ca\t-", "bad-record")]
    [InlineData("etcd\thttps://a:1\t--help\t-\t-", "bad-record")]
    [InlineData("token\t../a", "bad-record")]
    [InlineData("cluster\tx", "bad-record")]
    public void Another_question_is_refused_before_any_is_asked(string line, string code)
    {
        var record = Assert.IsType<EngineEvent>(Assert.Single(Answer($"cluster\n{line}\n", code: 1)));
        Assert.Equal(("verify", "refused", code), (record.Step, record.Result, record.Code));
    }

    [Fact]
    public void A_question_that_fails_or_hangs_does_not_stop_the_next()
    {
        Program("kubectl", "trap '' TERM; sleep 100");
        Program("ss", "printf 'head\\n0 0 10.0.0.1:6443 10.0.0.2:5\\n'");
        var records = Answer(
            $"token\t/nowhere\nkubectl\t{folder}/programs/kubectl\ncluster\nconnect\t127.0.0.1:1\npeers\t6443\n",
            setup: "readonly LIMIT_OF_A_PART=2; verify_connect() { echo \"$UNKNOWN\"; }");
        Assert.Equal(["10.0.0.2 6443"], Of(records, "peer"));
        Assert.Single(Of(records, "archive"));
        Assert.IsType<EngineFact>(records[^1]);
        Assert.Equal(
            ["token /nowhere: kubectl is not there", "cluster: it did not end within 2 s", "connect 127.0.0.1:1: the engine ended early"],
            Failed(records));
    }

    [Fact]
    public void Nothing_is_written()
    {
        Plan($"edit\tnode\t{folder}/files/f\t1\told\tnew");
        var before = Census("printf 'old\\n' >f");
        Assert.NotEmpty(Answer("connect\t127.0.0.1:1\n"));
        Assert.Equal(before, Census(":"));
    }

    private static string Owner => Shell("stat -c %U:%G .").Text.Trim();

    private static string Digest(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static (int Code, string Text) Shell(string script) => Tool.Run("bash", "-c", script.ReplaceLineEndings("\n"));

    private static string[] Of(IEnumerable<EngineRecord> records, string fact) =>
        [.. records.OfType<EngineFact>().Where(record => record.Name == fact).Select(record => record.Value)];

    private static string[] Failed(IEnumerable<EngineRecord> records) =>
        [.. records.OfType<EngineEvent>().Where(said => said is { Step: "verify", Result: "failed" }).Select(said => said.Detail)];

    private static IEnumerable<string> Parts() =>
        new[] { "wire", "host-engine" }.SelectMany(part => Directory.EnumerateFiles(Repository.Path("templates", part)))
            .Where(path => Path.GetFileName(path) != "99-main.sh").OrderBy(Path.GetFileName, StringComparer.Ordinal);

    private string[] Facts(string made, string fact, string setup = "") => Of(Answer("", made, setup), fact);

    // Every line of the answer has its form, whatever the programs say.
    private EngineRecord[] Answer(string questions, string made = ":", string setup = "", int code = 0)
    {
        // A setting of the engine can be set once.
        var parts = string.Concat(Parts().Select(File.ReadAllText)).Replace(
            "readonly LIMIT_OF_A_PART=120 LIMIT_OF_A_LOOK=3",
            "LIMIT_OF_A_PART=120 LIMIT_OF_A_LOOK=3; readonly",
            StringComparison.Ordinal);
        Write("engine.sh", parts);
        Write("questions", questions);
        var (ended, text) = Shell(
            $$"""
            cd '{{folder}}/files' && umask 022 && { {{made}}; } && . ../engine.sh
            DIR='{{folder}}/host' HOST=a EVENTS=yes GROUPS_ASKED=() UNITS_ASKED='' PATH='{{folder}}/programs':$PATH
            prove_digests() { :; }; prove_host() { :; }; load_delivered() { :; }
            {{setup}}
            command_verify <../questions 2>/dev/null
            """);
        Assert.Equal(code, ended);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => EngineForm.Read("a", line)
            ?? throw new InvalidOperationException($"no form: {AnswerFrame.Shown(line)}"))];
    }

    private void Plan(params string[] lines) => Write(
        "host/hosts/a.plan",
        string.Concat(
            lines.Prepend("haplane-host\t1\ta\t10.0.0.1\tb\t10").Select(line => $"{line.Replace("OWNER", Owner, StringComparison.Ordinal)}\n")));

    private void Program(string name, string script)
    {
        Write($"programs/{name}", $"#!/bin/bash\n{script.ReplaceLineEndings("\n")}\n");
        File.SetUnixFileMode(Path.Combine(folder, "programs", name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string Census(string made) =>
        Shell($"cd '{folder}/files' && {made} && cd .. && find host files programs -printf '%p %i %T@ %s %m\\n' | sort").Text;

    private void Write(string path, string text) => File.WriteAllText(Path.Combine(folder, path), text);
}
