using System.Text;
using Generator.Core;
using Generator.Tests.Support;

namespace Generator.Tests.Changes;

/// <summary>Which files of a driver this release lays out in another way.</summary>
public class ForeignFileTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExample12";

    [Fact]
    public void A_built_output_has_none()
    {
        Assert.Empty(ForeignFiles.Of(Case.Example.Output));
        Assert.Empty(ForeignFiles.Of(Pinned()));
    }

    [Theory]
    [InlineData("bin/host-engine.sh", "confirm", "c0nfirm")]
    [InlineData("bin/rollout.sh", "set -euo", "set -eu")]
    [InlineData("ansible/tasks/begin.yml", "fail_msg", "fail_msg ")]
    [InlineData("ssh_config", "  BatchMode yes", "  ProxyCommand id")]
    [InlineData("ssh_config", "Port 36022", "Port 22")]
    public void A_changed_file_is_one(string path, string old, string now) =>
        Assert.Equal([path], ForeignFiles.Of(With(Case.Example.Output, path, old, now)));

    [Fact]
    public void Ssh_follows_the_hosts_of_the_plan() =>
        Assert.Equal(["ssh_config"], ForeignFiles.Of(With(Case.Example.Output, "rollout.plan", "\t36022\t", "\t22\t")));

    [Theory]
    [InlineData("bin/extra.sh")]
    [InlineData("ansible/tasks/extra.yml")]
    [InlineData("known_hosts")]
    public void A_file_more_is_one(string path) =>
        Assert.Equal([path], ForeignFiles.Of(new FileTree(Case.Example.Output.Files.Add(path, new TreeFile("x"u8.ToArray(), IsExecutable: false)))));

    [Theory]
    [InlineData("bin/relay.sh")]
    [InlineData("ssh_config")]
    public void A_file_less_is_one(string path) => Assert.Equal([path], ForeignFiles.Of(new FileTree(Case.Example.Output.Files.Remove(path))));

    [Fact]
    public void A_pin_that_is_gone_is_one()
    {
        Assert.Equal(["known_hosts"], ForeignFiles.Of(new FileTree(Pinned().Files.Remove("known_hosts"))));
        Assert.Equal(["known_hosts", "ssh_config"], ForeignFiles.Of(With(Pinned(), "rollout.plan", $"\t{Key}\n", "\t-\n")));
    }

    // A record that would be more than one word of ssh_config is not followed.
    [Theory]
    [InlineData("192.168.3.201 ProxyCommand id")]
    [InlineData("-oProxyCommand=id")]
    [InlineData("\"id\"")]
    public void A_record_without_its_form_is_not_followed(string address)
    {
        var plan = With(Case.Example.Output, "rollout.plan", "\t192.168.3.201\t-\t-\n", $"\t{address}\t-\t-\n");
        Assert.Equal(["ssh_config"], ForeignFiles.Of(With(plan, "ssh_config", "HostName 192.168.3.201\n", $"HostName {address}\n")));
    }

    private static FileTree Pinned()
    {
        const string Balancer = "name: lb1, address: 192.168.3.201";
        var topology = Starter.Unchanged.Topology.Replace(Balancer, $"{Balancer}, ssh: {{hostKey: \"{Key}\"}}", StringComparison.Ordinal);
        return (Starter.Unchanged with { Topology = topology }).Compile().Whole();
    }

    private static FileTree With(FileTree tree, string path, string old, string now)
    {
        var text = Encoding.UTF8.GetString(tree.Files[path].Content.Span);
        Assert.Contains(old, text);
        var changed = Encoding.UTF8.GetBytes(text.Replace(old, now, StringComparison.Ordinal));
        return new FileTree(tree.Files.SetItem(path, new TreeFile(changed, IsExecutable: false)));
    }
}
