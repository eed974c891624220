using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Originals;

namespace Generator.Tests.Planning;

/// <summary>A kubeconfig is changed line by line on its host, whatever form its server has.</summary>
public class KubeconfigEditTests
{
    private const string Was = "https://10.0.0.1:6443";
    private const string Now = "https://10.0.0.9:6443";

    [Theory]
    [InlineData("- name: a\n  cluster:\n    server: @\n")]
    [InlineData("- name: a\n  cluster:\n    server:\n      @\n")]
    [InlineData("- name: a\n  cluster:\n    server: >-\n      @\n    insecure-skip-tls-verify: false\n")]
    [InlineData("- name: a\n  cluster:\n    server: |-\r\n      @\r\n")]
    [InlineData("- name: a\n  cluster:\n    server: \"@\" # own\n")]
    [InlineData("- {name: a, cluster: {server: @}}\n")]
    [InlineData("[{name: a, cluster: {server: \"@\"}}, {name: b, cluster: {server: '@'}}]\n")]
    public void The_server_moves_and_nothing_else(string clusters)
    {
        var before = $"apiVersion: v1\nkind: Config\nclusters:{(clusters.StartsWith('[') ? " " : "\n")}{clusters.Replace("@", Was)}users: []\n";
        var edits = Edits(before);
        Assert.NotEmpty(edits.Lines);
        Assert.Equal(before.Replace(Was, Now), Encoding.UTF8.GetString(edits.After.Span));
        Assert.All(edits.Lines, line => Assert.DoesNotContain('\n', line.Old + line.New));
    }

    [Theory]
    [InlineData("\"https://10.0.0.1\\\n      :6443\"")]
    [InlineData(">-\n      https://10.0.0.1:6443\n\n")]
    [InlineData("|-\n      https://10.0.0.1:6443\n      more")]
    public void No_line_is_torn(string server) =>
        Assert.All(
            Edits($"kind: Config\nclusters:\n- name: a\n  cluster:\n    server: {server}\n").Lines,
            line => Assert.DoesNotContain('\n', line.Old + line.New));

    private static LineEdits Edits(string text)
    {
        var (from, to) = (new Address("10.0.0.1", IsIpv6: false), new Address("10.0.0.9", IsIpv6: false));
        var client = Endpoint.Https(HostNameOrAddress.Of(to), new Port(6443));
        return KubeconfigEdits.Of(
            new SourceFile("k", Encoding.UTF8.GetBytes(text)), FileRole.NodeKubeconfig, new Retarget(from, to, "n", client, client));
    }
}
