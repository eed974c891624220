using System.Text;
using Generator.Tests.Support;

namespace Generator.Tests.Layouts;

/// <summary>How ssh_config of a result reaches the hosts.</summary>
public class SshConfigTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExample12";

    [Fact]
    public void A_pinned_key_is_the_only_one_for_its_host()
    {
        var files = Files("hostKey: \"" + Key + "\"");
        Assert.Equal($"lb1 {Key}\n", files("known_hosts"));
        string[] pin =
        [
            "HostKeyAlias lb1", "UserKnownHostsFile known_hosts", "GlobalKnownHostsFile /dev/null", "KnownHostsCommand none", "VerifyHostKeyDNS no",
            "UpdateHostKeys no",
        ];
        Assert.Equal(pin, Block(files("ssh_config"), "lb1")[3..]);
        Assert.Equal(3, Block(files("ssh_config"), "k8s-node1").Length);
        // The value that comes first counts: that of a host, before that of all hosts and of the operator's own files.
        Assert.EndsWith("\nInclude ~/.ssh/config\nInclude /etc/ssh/ssh_config\n", files("ssh_config"));
        Assert.DoesNotContain("KnownHosts", string.Join('\n', Block(files("ssh_config"), "*")));
    }

    [Theory]
    [InlineData("fd00::9", "ProxyJump [fd00::9]")]
    [InlineData("10.0.0.9", "ProxyJump 10.0.0.9")]
    [InlineData("bastion.example.org", "ProxyJump bastion.example.org")]
    public void A_jump_is_written_as_ssh_reads_it(string jump, string expected) =>
        Assert.Equal(expected, Block(Files($"jump: \"{jump}\"")("ssh_config"), "lb1")[3]);

    // lb1 with one more thing said of its ssh.
    private static Func<string, string> Files(string said)
    {
        const string Balancer = "name: lb1, address: 192.168.3.201";
        Assert.Contains(Balancer, Starter.Unchanged.Topology);
        var starter = Starter.Unchanged with
        {
            Topology = Starter.Unchanged.Topology.Replace(Balancer, $"{Balancer}, ssh: {{{said}}}", StringComparison.Ordinal)
        };
        var files = starter.Compile().Whole().Files;
        return path => Encoding.UTF8.GetString(files[path].Content.Span);
    }

    private static string[] Block(string config, string host) =>
        [
            .. config.Split('\n')
                .SkipWhile(line => line != $"Host {host}")
                .Skip(1)
                .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
                .Select(line => line.Trim()),
        ];
}
