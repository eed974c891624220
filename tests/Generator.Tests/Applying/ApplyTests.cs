using Generator.Tests.Tools;

namespace Generator.Tests.Applying;

/// <summary>What apply asks, shows, refuses and ends with. What it does to real hosts is tested in the lab.</summary>
public sealed class ApplyTests : IDisposable
{
    private readonly FakeHosts hosts = new();

    public void Dispose() => hosts.Dispose();

    [Fact]
    public void A_dry_run_shows_every_change_and_sends_only_questions()
    {
        hosts.Say("lb1.file", "/etc/other");
        var said = hosts.Run("apply --dry-run", 2);
        Assert.Contains(
            "plan for lb1:\n  different: /etc/other\n    -    server: https://a\n    +    server: https://b\n  restart: some.service\n", said);
        Assert.Contains("6 files change and 6 services start, reload, restart or stop on 6 hosts. Nothing was written anywhere.", said);
        Assert.All(hosts.Calls, call => Assert.Matches("^[a-z0-9-]+ (reach|(channel|plan|facts) --events --host .*)$", call));
        Assert.Empty(hosts.Journals);
    }

    [Theory]
    [InlineData("apply --dry-run", 2)]
    [InlineData("apply --yes", 0)]
    public void Alike_hosts_are_shown_once_and_all_of_them_by_name(string line, int code)
    {
        hosts.Say("lb1.file", "/etc/other");
        Assert.Contains(
            "plan for k8s-master1, k8s-master2, k8s-master3, k8s-node1,\n         k8s-node2 (5 hosts alike):\n  different: /etc/file\n"
                + "    -    server: https://a\n    +    server: https://b\n  restart: some.service\nplan for lb1:\n",
            hosts.Run(line, code));
    }

    [Fact]
    public void A_program_reads_every_change_of_every_host() =>
        Assert.Equal(
            12,
            hosts.Run("apply --dry-run --json", 2)
                .Split('\n')
                .Count(line => line.Contains("\"event\":\"change-planned\"", StringComparison.Ordinal)));

    [Fact]
    public void Without_a_person_and_without_yes_it_refuses()
    {
        Assert.Contains("no terminal to ask you on. Look with --dry-run, then pass --yes. Nothing was changed", hosts.Run("apply out", 1));
        Assert.Empty(hosts.Calls);
    }

    [Fact]
    public void It_goes_step_by_step_and_a_second_run_finds_nothing_to_do()
    {
        var said = hosts.Run("apply out --yes", 0);
        Assert.Contains("step 19 of 19: ", said);
        Assert.Contains("  k8s-master3: changed\n", said);
        Assert.Contains("\ndone in 0 min ", said);
        Assert.True(
            Index(
                "k8s-master2 apply --group control-plane --units "
                    + "kube-apiserver.service") < Index("lb1 apply --group load-balancer --units nginx.service"));
        Assert.True(Index("lb1 apply") < Index("k8s-master2 apply --group node --units kubelet.service,kube-proxy.service"));
        Assert.True(Index("k8s-node1 apply") < Index("k8s-node2 apply"));
        Assert.True(Index("k8s-node2 confirm") < Index("k8s-master1 apply"));
        var before = hosts.Calls.Length;
        Assert.Contains("Nothing to do.", hosts.Run("apply out --yes", 0));
        Assert.DoesNotContain(
            hosts.Calls.Skip(before),
            call => call.Contains(" apply ", StringComparison.Ordinal) || call.Contains(" bring", StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_gets_its_own_files_and_nobody_elses()
    {
        hosts.Run("apply out --yes", 0);
        var files = File.ReadAllLines(hosts.Fact("k8s-master2.files"));
        Assert.Contains("bin/host-engine.sh", files);
        Assert.Contains("SHA256SUMS", files);
        Assert.Contains("hosts/k8s-master2/data/application/kubernetes/cfg/kube-apiserver.conf", files);
        Assert.All(files, file => Assert.Matches("^(SHA256SUMS|bin/[a-z-]+\\.sh|hosts/k8s-master2(\\.plan|/.*))$", file));
    }

    [Theory]
    [InlineData(
        "No ED25519 host key is known for [192.168.3.201]:36022 and you have requested strict checking.\nHost key verification failed.",
        "its host key is not known.*hostKey: .* at lb1 in topology.yaml")]
    [InlineData(
        "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.",
        "its host key has changed: .*another machine answers at 192.168.3.201.*ssh-keyscan -t ed25519 -p 36022 192.168.3.201")]
    [InlineData("sudo: a password is required", "must become root without a password.*NOPASSWD")]
    [InlineData("root@192.168.3.201: Permission denied (publickey).", "accepts none of your keys for root")]
    [InlineData("ssh: connect to host 192.168.3.201 port 36022: Connection timed out", "ssh -F ssh_config lb1 true")]
    public void A_host_that_cannot_be_reached_stops_everything(string fault, string advice)
    {
        hosts.Say("lb1.unreachable", fault);
        var said = hosts.Run("apply out --yes", 1);
        Assert.Contains($"lb1 cannot be reached: {fault.Split('\n')[^1]}\n", said);
        Assert.Matches(advice, said);
        Assert.Contains("refused: every host must answer. Nothing was changed on any host.", said);
        Assert.All(hosts.Calls, call => Assert.Matches(" (reach|channel .*)$", call));
    }

    [Fact]
    public void A_host_that_is_not_ready_is_named_before_any_change()
    {
        hosts.Say("k8s-node1.gate.clock", "it is 90 s from the clock of k8s-master1: set it");
        var said = hosts.Run("apply out --yes", 1);
        Assert.Contains("  k8s-node1: gate: failed: clock: it is 90 s from the clock", said);
        Assert.DoesNotContain(
            hosts.Calls, call => call.Contains(" bring", StringComparison.Ordinal) || call.Contains(" apply ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("apply out --yes")]
    [InlineData("apply out --dry-run")]
    public void What_was_changed_on_a_host_is_said_before_any_change(string line)
    {
        hosts.Say("lb1.drift", "/etc/nginx/nginx.conf");
        var said = hosts.Run(line, 1);
        Assert.Contains("  lb1: drift: /etc/nginx/nginx.conf was changed on the host\n", said);
        Assert.Contains("refused: a host does not look as the plan expects. haplane verify OUT shows each difference. Capture what", said);
        Assert.DoesNotContain(hosts.Calls, call => call.Contains(" bring", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_changed_on_a_host_is_replaced_where_the_operator_says_so()
    {
        const string Line = "  lb1: drift: /etc/nginx/nginx.conf was changed on the host and will be replaced\n";
        hosts.Say("lb1.drift", "/etc/nginx/nginx.conf");
        Assert.Contains(Line, hosts.Run("apply out --yes --overwrite", 0));
        Assert.Contains(hosts.Calls, call => call.StartsWith("lb1 apply ", StringComparison.Ordinal) && call.Contains("--overwrite"));
    }

    [Theory]
    [InlineData("apply out --yes", "  k8s-node1: drift: /etc/file was changed on the host\n")]
    [InlineData("apply out --dry-run", "  k8s-node1: compare: refused: edit-mismatch: /etc/file holds 0 lines where 1 are to be exchanged\n")]
    public void A_file_whose_lines_are_neither_old_nor_new_is_named_before_any_change(string line, string told)
    {
        hosts.Say("k8s-node1.refused", "/etc/file holds 0 lines where 1 are to be exchanged");
        hosts.Say("lb1.drift", "/etc/nginx/nginx.conf");
        var said = hosts.Run(line, 1);
        Assert.Contains(told, said);
        Assert.Contains("  lb1: drift: /etc/nginx/nginx.conf was changed on the host\n", said);
        Assert.DoesNotContain("event\t", said);
        Assert.DoesNotContain(hosts.Calls, call => call.Contains(" bring", StringComparison.Ordinal));
    }

    [Fact]
    public void A_source_that_has_changed_since_is_refused_before_any_change()
    {
        hosts.Say("k8s-master1.stale", "k8s-master1: facts: changed: /opt/cni/bin/bridge is not what it was when this host was captured");
        var said = hosts.Run("apply out --yes", 1);
        Assert.Contains("/opt/cni/bin/bridge is not what it was", said);
        Assert.Contains("refused: k8s-master1 has changed since it was captured", said);
        Assert.All(File.ReadAllLines(hosts.Fact("k8s-master1.weighed")), file => Assert.Matches("^([0-9a-f]{64}|-|kubectl)\t/", file));
        Assert.DoesNotContain(hosts.Calls, call => call.Contains(" bring", StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_that_fails_is_put_back_and_the_others_are_left_alone()
    {
        hosts.Say("k8s-master2.fails", "kube-apiserver.service does not stay up");
        var said = hosts.Run("apply out --yes", 3);
        Assert.Contains("k8s-master2: health: failed: kube-apiserver.service does not stay up", said);
        Assert.Contains("  k8s-master2: rolled back\n  k8s-master3: untouched\n", said);
        Assert.DoesNotContain(hosts.Calls, call => call.StartsWith("k8s-master3 apply", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_a_gate_stays_shut_what_was_delivered_goes_back_with_its_node()
    {
        hosts.Say("k8s-master2.gate.agent-connected", "kubelet has no connection");
        var said = hosts.Run("apply out --yes", 3);
        Assert.Contains("  k8s-master2: rolled back\n", said);
        Assert.Contains("k8s-master1: action: ok: forget-node k8s-master2", said);
        Assert.Contains(hosts.Calls, call => call.StartsWith("k8s-master2 rollback --to 3 --result ", StringComparison.Ordinal));
        Assert.Contains("  lb1: changed\n", said);
    }

    [Fact]
    public void A_second_operator_is_told_who_the_first_is()
    {
        hosts.Say("busy", "li@desk since 2026-01-02T03:04:05Z\n");
        Assert.Contains("busy: another rollout is running: li@desk since 2026-01-02T03:04:05Z", hosts.Run("apply out --yes", 75));
    }

    [Fact]
    public void A_dead_link_is_said_and_tried_once_more_for_the_way_back()
    {
        hosts.Say("k8s-master2.cut", "Timeout, server 192.168.3.172 not responding.\n");
        var said = hosts.Run("apply out --yes", 4);
        Assert.Contains("  k8s-master2: link: failed: Timeout, server 192.168.3.172 not responding.\n", said);
        Assert.Contains("  k8s-master2: not rolled back\n  k8s-master3: untouched\n", said);
        Assert.Equal(
            ["k8s-master2 recover", "k8s-master2 recover"],
            hosts.Calls.Where(call =>
                call.StartsWith("k8s-master2 ", StringComparison.Ordinal) && !call.StartsWith("k8s-master2 ask", StringComparison.Ordinal))
                .SkipWhile(call => !call.EndsWith(" bring", StringComparison.Ordinal))
                .Skip(1)
                .Select(call => call.Split(" --")[0]));
    }

    [Fact]
    public void Ctrl_C_cuts_nothing_and_the_step_in_hand_comes_to_its_end()
    {
        hosts.Say("slow", "0.3");
        var said = hosts.RunUntil("k8s-master2 apply", "apply out --yes", 4);
        Assert.Matches("\nStopped before step [56]: stopped by the operator[.]\n", said);
        Assert.Contains("  k8s-master2: changed\n", said);
        Assert.DoesNotContain("link: failed", said);
    }

    [Fact]
    public void Where_Ctrl_C_could_cut_a_shared_connection_there_is_none()
    {
        hosts.Say("alone", "");
        hosts.RunWithout("setsid", "apply out --yes", 0);
    }

    [Fact]
    public void Only_the_hosts_that_are_named_are_changed()
    {
        hosts.Run("apply out --yes --hosts k8s-node1,k8s-node2", 0);
        Assert.Equal(
            ["k8s-node1", "k8s-node2"],
            hosts.Calls.Where(call => call.Contains(" apply ", StringComparison.Ordinal))
                .Select(call => call.Split(' ')[0])
                .Order(StringComparer.Ordinal));
        Assert.Equal(
            ["k8s-master1", "k8s-node1", "k8s-node2"],
            hosts.Calls.Where(call => call.EndsWith(" bring", StringComparison.Ordinal))
                .Select(call => call.Split(' ')[0])
                .Order(StringComparer.Ordinal));
        Assert.Contains("there is no host nowhere in this rollout", hosts.Run("apply out --yes --hosts nowhere", 64));
        Assert.Contains("k8s-node1 does not leave: --gone is for", hosts.Run("apply out --yes --gone k8s-node1", 64));
    }

    [Fact]
    public void A_rollback_goes_the_other_way_and_comes_to_where_it_began()
    {
        hosts.Run("apply out --yes", 0);
        Assert.Contains("no terminal to ask you on", hosts.Run("rollback out", 1));
        var before = hosts.Calls.Length;
        var said = hosts.Run("rollback out --yes", 0);
        Assert.Contains("  k8s-master3: as before\n", said);
        Assert.Contains("k8s-master1: action: ok: forget-node k8s-master3", said);
        Assert.Contains("k8s-master1: gate: ok: endpoint-gone", said);
        Assert.Equal(
            ["k8s-master1 0", "k8s-node2 0", "k8s-node1 0", "k8s-master3 3", "k8s-master2 3", "lb1 0", "k8s-master3 0", "k8s-master2 0"],
            hosts.Calls.Skip(before)
                .Where(call => call.Contains(" rollback --to ", StringComparison.Ordinal))
                .Select(call => $"{call.Split(' ')[0]} {call.Split(' ')[3]}"));
        Assert.Contains("Nothing to roll back.", hosts.Run("rollback out --yes", 0));
        Assert.Contains("names no delivery that a host keeps", hosts.Run("rollback out --yes --to 0123456789ab", 1));
    }

    [Fact]
    public void A_history_shows_what_hosts_keep_and_changes_nothing()
    {
        Assert.Contains("lb1: no delivery\n", hosts.Run("history", 0));
        hosts.Run("apply out --yes", 0);
        var before = hosts.Calls.Length;
        var said = hosts.Run("history lb1 k8s-master2", 0);
        Assert.Matches("lb1:\n +1  2026-01-02T03:04:01Z  output [0-9a-f]{12}  nginx.service\n", said);
        Assert.DoesNotContain("k8s-node1:", said);
        Assert.All(hosts.Calls.Skip(before), call => Assert.Matches("^(lb1|k8s-master2) (reach|channel|status)", call));
        hosts.Say("lb1.unreachable", "Connection timed out");
        Assert.Contains("A host did not answer", hosts.Run("history", 1));
        Assert.Contains("there is no host nowhere", hosts.Run("history nowhere", 64));
    }

    [Fact]
    public void A_reason_and_a_change_are_kept_in_the_journal_and_on_the_hosts()
    {
        hosts.Run("apply out --yes -m 'three masters' --change CHG-7 --confirm-timeout 300", 0);
        Assert.Contains("\"message\":\"three masters\",\"change\":\"CHG-7\"", File.ReadAllText(hosts.Journals[0]));
        Assert.Contains(
            hosts.Calls, call => call.Contains("--confirm-within 300 --message three masters --change CHG-7 --result", StringComparison.Ordinal));
        Assert.Contains("--message takes one line", hosts.Run("apply out --yes -m ''", 64));
        Assert.Contains("--change takes at most 64", hosts.Run("apply out --yes --change 'a b'", 64));
        Assert.Contains("--confirm-timeout takes seconds", hosts.Run("apply out --yes --confirm-timeout 0", 64));
    }

    [Fact]
    public void An_output_of_another_release_is_refused_unless_it_is_accepted()
    {
        var engine = Path.Combine(hosts.Out, "bin", "host-engine.sh");
        File.AppendAllText(engine, "# more\n");
        Assert.Equal(
            0,
            Tool.Run(
                "bash",
                "-c",
                $"cd '{hosts.Out}' && grep -v '  SHA256SUMS$' SHA256SUMS | cut -c67- | LC_ALL=C sort | xargs -d '\n"
                    + "' sha256sum >sums && mv sums SHA256SUMS").Code);
        Assert.Contains("refused: not as this release of haplane writes it: bin/host-engine.sh.", hosts.Run("apply out --yes", 1));
        Assert.Empty(hosts.Calls);
        hosts.Run("apply out --yes --accept-foreign", 0);
    }

    // The way back is needed most where things are no longer as they were.
    [Fact]
    public void What_has_changed_since_keeps_nobody_from_going_back()
    {
        hosts.Run("apply out --yes", 0);
        hosts.Say("lb1.drift", "/etc/nginx/nginx.conf");
        hosts.Say("k8s-node1.refused", "/etc/file holds 0 lines where 1 are to be exchanged");
        hosts.Say("k8s-master1.stale", "k8s-master1: facts: changed: /opt/cni/bin/bridge is not what it was when this host was captured");
        Assert.Contains("  lb1: as before\n", hosts.Run("rollback out --yes", 0));
    }

    [Fact]
    public void A_result_that_was_changed_by_hand_goes_nowhere()
    {
        File.AppendAllText(Path.Combine(hosts.Out, "hosts", "lb1.plan"), "\n");
        Assert.Contains("OUT003", hosts.Run("apply out --yes", 1));
        Assert.Contains("not a folder that \"haplane build\" has written", hosts.Run("apply facts", 64));
        Assert.Empty(hosts.Calls);
    }

    // The index of the first call that begins so.
    private int Index(string start)
    {
        var index = Array.FindIndex(hosts.Calls, call => call.StartsWith(start, StringComparison.Ordinal));
        Assert.True(index >= 0, $"never called: {start}");
        return index;
    }
}
