namespace Generator.Tests.Capturing;

/// <summary>What <c>haplane capture</c> does for an operator, with hosts that are folders.</summary>
public sealed class CaptureCommandTests : IDisposable
{
    private readonly FakeSite site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void It_writes_what_it_read_and_drafts_a_topology()
    {
        var said = site.Run("capture k8s-master1 k8s-node1 k8s-node2 -o cluster", 0);
        Assert.Matches("cluster/topology.yaml: drafted. 7 lines undecided: replace each one with your choice.\n", said);
        Assert.Contains("3 hosts captured. Next: haplane check cluster\n", said);
        Assert.Contains("originals/k8s-node2/capture.json", site.Written.Keys);
        Assert.Contains("topology.schema.json", site.Written.Keys);
        Assert.Contains("- {name: undecided, address: undecided}", site.Written["topology.yaml"]);
        Assert.All(
            site.Run("check cluster", 1).Split('\n').Where(line => line.Contains(" error ", StringComparison.Ordinal)),
            line => Assert.Contains("undecided", line));
    }

    [Fact]
    public void A_second_capture_changes_nothing_and_never_the_topology()
    {
        site.Run("capture k8s-master1 k8s-node1 -o cluster", 0);
        File.AppendAllText(Path.Combine(site.Cluster, "topology.yaml"), "# mine\n");
        var before = site.Written;
        site.Run("capture k8s-master1 k8s-node1 -o cluster", 0);
        Assert.Equal(before, site.Written);
    }

    [Fact]
    public void A_host_that_cannot_be_reached_is_named_and_the_others_are_captured()
    {
        site.Say("k8s-node1.unreachable", "No ED25519 host key is known for k8s-node1\nHost key verification failed.");
        var said = site.Run("capture k8s-master1 k8s-node1 -o cluster", 4);
        Assert.Contains("k8s-node1 cannot be reached: Host key verification failed.", said);
        Assert.Contains("accept it once: ssh -p 22 root@k8s-node1", said);
        Assert.Contains("1 host captured, but not k8s-node1: fix the errors above and capture it again.", said);
        Assert.DoesNotContain("originals/k8s-node1/capture.json", site.Written.Keys);
    }

    [Fact]
    public void Where_no_host_was_captured_nothing_is_written()
    {
        site.Say("k8s-master1.unreachable", "ssh: connect to host k8s-master1 port 22: Connection timed out");
        Assert.Contains("No host was captured, and nothing was written.", site.Run("capture k8s-master1 -o cluster", 4));
        Assert.Empty(site.Written);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no archive at all, and $(touch \"$FAKE_DISKS/PWNED\") in it")]
    [InlineData("\u001b[2J\u0007haplane-begin x")]
    public void An_answer_that_is_no_report_is_refused(string answer)
    {
        site.Say("k8s-node1.says", answer);
        var said = site.Run("capture k8s-master1 k8s-node1 -o cluster", 4);
        Assert.Contains("k8s-node1", said);
        Assert.DoesNotContain('\u001b', said);
        Assert.False(File.Exists(site.OnDisk("PWNED", "")), said);
        Assert.DoesNotContain("originals/k8s-node1/capture.json", site.Written.Keys);
    }

    [Fact]
    public void Two_hosts_of_one_name_are_refused()
    {
        site.Say("k8s-node2.name", "k8s-node1");
        Assert.Contains("Two hosts have the name k8s-node1. Nothing was written.", site.Run("capture k8s-node1 k8s-node2 -o cluster", 1));
        Assert.Empty(site.Written);
    }

    [Fact]
    public void A_folder_that_is_no_capture_is_not_replaced()
    {
        Directory.CreateDirectory(Path.Combine(site.Cluster, "originals", "k8s-node1"));
        File.WriteAllText(Path.Combine(site.Cluster, "originals", "k8s-node1", "notes"), "mine");
        Assert.Contains("is not empty and is not a capture", site.Run("capture k8s-node1 -o cluster", 64));
        Assert.Equal("mine", site.Written["originals/k8s-node1/notes"]);
    }

    [Fact]
    public void A_topology_that_cannot_be_read_is_said_and_nothing_is_written()
    {
        Directory.CreateDirectory(site.Cluster);
        File.WriteAllText(Path.Combine(site.Cluster, "topology.yaml"), "masters: [{name: k8s-master1\n");
        var said = site.Run("capture k8s-master1 -o cluster", 1);
        Assert.Contains("cluster/topology.yaml:", said);
        Assert.Contains("fix the error above, or move it away for a new draft; nothing was written", said);
        Assert.Equal(["topology.yaml"], site.Written.Keys);
    }

    [Fact]
    public void A_topology_whose_hosts_are_undecided_names_none_to_capture()
    {
        Directory.CreateDirectory(site.Cluster);
        File.WriteAllText(Path.Combine(site.Cluster, "topology.yaml"), "masters: [{name: undecided, address: undecided}]\n");
        Assert.Contains("its topology.yaml names none with an address", site.Run("capture -o cluster", 64));
    }

    [Theory]
    [InlineData("capture -o cluster", "no host to capture in cluster: it has no topology.yaml")]
    [InlineData("capture root@ -o cluster", "found root@, expected [USER@]ADDRESS[:PORT]")]
    [InlineData("capture k8s-master1:0 -o cluster", "expected [USER@]ADDRESS[:PORT]")]
    [InlineData("capture root@-oProxyCommand=x -o cluster", "expected [USER@]ADDRESS[:PORT]")]
    [InlineData("capture --script --all", "--script and --all cannot be combined")]
    [InlineData("capture --from nothing.tar -o cluster", "there is no file nothing.tar")]
    [InlineData("capture --from a.tar k8s-master1", "--from takes no HOST")]
    public void A_call_that_makes_no_sense_is_refused(string line, string message)
    {
        Assert.Contains(message, site.Run(line, 64));
        Assert.Empty(site.Written);
    }

    [Fact]
    public void Many_hosts_are_read_with_no_more_connections_than_an_sshd_takes()
    {
        string[] names = [.. Enumerable.Range(1, 24).Select(number => $"n{number}")];
        site.AddLike("k8s-node1", names);
        // All of them are reached through one jump host.
        var said = site.Run(
            $"capture --ssh 'env FAKE_HOP=yes bash {Support.Repository.Path("tests", "Generator.Tests", "Capturing", "fake-ssh")}' "
                + $"{string.Join(' ', names)} -o cluster",
            0);
        Assert.Contains("24 hosts captured.", said);
        Assert.InRange(site.MostConnections, 2, 8);
    }

    [Fact]
    public void What_has_changed_between_two_captures_is_shown()
    {
        site.Run("capture k8s-node1 -o cluster", 0);
        Directory.Move(Path.Combine(site.Cluster, "originals"), Path.Combine(site.Cluster, "before"));
        File.AppendAllText(site.OnDisk("k8s-node1", "/data/application/kubernetes/cfg/kubelet-config.yml"), "maxPods: 200\n");
        site.Run("capture k8s-node1 -o cluster", 0);
        Assert.Contains("+maxPods: 200", site.Run("diff cluster/before cluster/originals --exit-code", 2));
        Assert.DoesNotContain("maxPods", site.Run("diff cluster/originals cluster/originals --exit-code", 0));
    }

    [Fact]
    public void The_printed_program_gives_the_same_bytes()
    {
        site.Run("capture k8s-node1 -o cluster", 0);
        var before = site.Written;
        site.Run("capture --script >read.sh && sh read.sh --root disks/k8s-node1 --host k8s-node1 >n.tar 2>/dev/null", 0);
        Directory.Delete(site.Cluster, recursive: true);
        site.Run("capture --from n.tar -o cluster", 0);
        Assert.Equal(
            before.Where(file => file.Key.StartsWith("originals/", StringComparison.Ordinal)),
            site.Written.Where(file => file.Key.StartsWith("originals/", StringComparison.Ordinal)));
        Directory.Delete(site.Cluster, recursive: true);
        site.Run("capture --root disks/k8s-node1 k8s-node1 -o cluster", 0);
        Assert.Equal(
            before.Where(file => file.Key.StartsWith("originals/", StringComparison.Ordinal)),
            site.Written.Where(file => file.Key.StartsWith("originals/", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_another_user_needs_is_a_file_for_sudo()
    {
        Assert.Contains("ops ALL=(root) NOPASSWD: /usr/bin/cat,", site.Run("capture --sudoers ops", 0));
    }
}
