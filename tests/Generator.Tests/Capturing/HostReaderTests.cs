namespace Generator.Tests.Capturing;

/// <summary>The reader of a host, on disks that are made for it.</summary>
public class HostReaderTests
{
    private const string Unit =
        "[Service]\r\nEnvironmentFile=-/etc/site/*.env\r\nWorkingDirectory=/opt/k\r\n"
        + "ExecStart=/opt/k/current/kubelet --config=/opt/k/cfg/kubelet.yaml --tls-cert-file=ssl/a.pem "
        + "--a=/opt/k/cfg/loop --b=/opt/k/cfg/large --c=/opt/k/cfg/nul --d=/opt/k/cfg/up --log-dir=/opt/k/mylogs\r\n";

    private const string Certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

    [Theory]
    [MemberData(nameof(Shells.All), MemberType = typeof(Shells))]
    public void Every_shell_and_awk_writes_the_same_bytes_and_changes_nothing(string shell, string needed, string? awk)
    {
        using var disk = Site();
        var before = disk.Census();
        var expected = ReaderRun.Of(disk);
        var run = Shells.Run(disk, shell, needed, awk);
        Assert.True(run.Code == 0, run.Said);
        Assert.Equal(expected.Archive, run.Archive);
        Assert.Equal(before, disk.Census());
    }

    [Fact]
    public void What_is_taken_is_byte_for_byte_that_of_the_host()
    {
        using var disk = Site();
        var run = ReaderRun.Of(disk);
        Assert.True(run.Code == 0, run.Said);
        Assert.Equal(Unit, run.Files["/usr/lib/systemd/system/kubelet.service"]);
        Assert.Equal("OPTS=\"--v=2\"", run.Files["/etc/site/a.env"]);
        Assert.Equal(Certificate, run.Files["/opt/k/ssl/a.pem"]);
        Assert.Equal(
            ["/etc/site/a.env", "/opt/k/cfg/ca.pem", "/opt/k/cfg/kubelet.yaml", "/opt/k/ssl/a.pem", "/usr/lib/systemd/system/kubelet.service"],
            run.Files.Keys);
    }

    [Theory]
    [InlineData("entry\tlink\t/etc/systemd/system/kube-proxy.service\t/dev/null")]
    [InlineData("entry\tlink\t/opt/k/cfg/loop\tloop2")]
    [InlineData("entry\tlink\t/opt/k/cfg/loop2\tloop")]
    [InlineData("entry\tlink\t/opt/k/cfg/up\t/../../../../../../../../../etc/passwd")]
    [InlineData("entry\tlink\t/opt/k/current\tbin")]
    [InlineData("entry\tdir\t/opt/k/mylogs\t")]
    [InlineData("nottaken\t/opt/k/cfg/large\tlarge")]
    [InlineData("nottaken\t/opt/k/cfg/nul\tform")]
    [InlineData("nottaken\t/opt/k/cfg/token.csv\tsecret-table")]
    [InlineData("nottaken\t/opt/k/cfg/flow.kubeconfig\tunclear")]
    [InlineData("nottaken\t/opt/k/cfg/encoded.kubeconfig\tunclear")]
    [InlineData("nottaken\t/opt/k/cfg/encryption.yaml\tsecret-table")]
    [InlineData("nottaken\t/opt/k/ssl/key.pem\tprivate-key")]
    public void It_says_what_it_saw_and_did_not_take(string start)
    {
        using var disk = Site();
        Assert.Contains(ReaderRun.Of(disk).Census, line => line.StartsWith(start, StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_of_tokens_has_a_tag_and_no_digest()
    {
        using var disk = Site();
        var census = ReaderRun.Of(disk).Census;
        var entry = Assert.Single(census, line => line.StartsWith("entry\tfile\t/opt/k/cfg/token.csv\t", StringComparison.Ordinal));
        Assert.EndsWith("\t-", entry, StringComparison.Ordinal);
        Assert.Contains(census, line => line.StartsWith("tag\t/opt/k/cfg/token.csv\t", StringComparison.Ordinal));
        Assert.DoesNotContain(census, line => line.Contains("/opt/k/mylogs/", StringComparison.Ordinal));
        Assert.Equal($"end\t{census.Length - 1}", census[^1]);
    }

    [Fact]
    public void A_link_on_a_disk_does_not_lead_out_of_it()
    {
        using var disk = Site();
        disk.Link("/opt/k/cfg/out.kubeconfig", "/etc/hostname");
        disk.Link("/etc/systemd/system/etcd.service", $"{Path.GetTempPath()}etcd.service");
        var run = ReaderRun.Of(disk);
        Assert.DoesNotContain(run.Files.Keys, path => path.Contains("etcd", StringComparison.Ordinal));
        Assert.Contains("host\tk8s-master1", run.Census);
    }

    [Theory]
    [InlineData(64, "--what")]
    [InlineData(64, "--root")]
    [InlineData(64, "--host", "a")]
    [InlineData(64, "--root", "/nonexistent")]
    [InlineData(0, "--help")]
    public void It_says_in_words_what_it_does_not_understand(int code, params string[] arguments)
    {
        var run = ReaderRun.Start("sh", null, [.. arguments]);
        Assert.Equal(code, run.Code);
        Assert.Contains(code == 0 ? "usage: " : "capture: ", code == 0 ? run.Text : run.Said, StringComparison.Ordinal);
    }

    private static DiskOfHost Site()
    {
        var disk = new DiskOfHost();
        disk.Write("/usr/lib/systemd/system/kubelet.service", Unit);
        disk.Link("/lib", "usr/lib");
        disk.Link("/etc/systemd/system/kube-proxy.service", "/dev/null");
        disk.Write("/etc/site/a.env", "OPTS=\"--v=2\"");
        disk.Write("/opt/k/bin/kubelet", "\u007fELF", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        disk.Link("/opt/k/current", "bin");
        disk.Write(
            "/opt/k/cfg/kubelet.yaml",
            "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthentication:\n  x509:\n    clientCAFile: ca.pem\n"
                + "# \u00e4\u00ff\n");
        disk.Write("/opt/k/cfg/ca.pem", Certificate);
        disk.Write("/opt/k/ssl/a.pem", Certificate);
        disk.Write("/opt/k/ssl/key.pem", Certificate + "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        disk.Link("/opt/k/cfg/loop", "loop2");
        disk.Link("/opt/k/cfg/loop2", "loop");
        disk.Link("/opt/k/cfg/up", "/../../../../../../../../../etc/passwd");
        disk.Write("/opt/k/cfg/large", new string('a', (1 << 20) + 1));
        disk.Write("/opt/k/cfg/nul", "a\0b");
        disk.Write("/opt/k/cfg/token.csv", "c5f00d0123456789abcdef,kubelet-bootstrap,10001,\"system:node-bootstrapper\"\n");
        disk.Write("/opt/k/cfg/flow.kubeconfig", Users("- {name: b, user: {token: abcdefg1234}}\n"));
        var key = Encoded(Certificate + "-----BEGIN PRIVATE KEY-----\nAAAA\n");
        disk.Write("/opt/k/cfg/encoded.kubeconfig", Users($"- name: b\n  user:\n    client-certificate-data: {key}\n"));
        disk.Write("/opt/k/cfg/encryption.yaml", "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: []\n");
        disk.Write("/opt/k/mylogs/a.log", "a line\n");
        return disk;
    }

    private static string Users(string users) => $"apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers:\n{users}";

    private static string Encoded(string text) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(text));
}
