using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Tests.Support;

namespace Generator.Tests.Planning;

/// <summary>A worker that is added changes nothing on any other host: no file, and no record of a host's plan.</summary>
public class AddedWorkerTests
{
    private const string Last = "  - {name: k8s-node2, address: 192.168.3.175}\n";

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(40)]
    [InlineData(250)]
    public void Other_hosts_get_the_same(int count)
    {
        var before = OfHosts(Starter.Unchanged.Compile().Whole());
        var more = Starter.Unchanged.Topology.Replace(
            Last,
            FormattableString.Invariant($"{Last}  - {{range: \"w[1-{count}]\", addresses: 10.9.0.1-10.9.0.{count}, originals: assumed}}\n"),
            StringComparison.Ordinal);
        Assert.NotEqual(Starter.Unchanged.Topology, more);
        var after = OfHosts((Starter.Unchanged with { Topology = more }).Compile().Whole());
        Assert.Empty(before.Keys.Except(after.Keys));
        Assert.All(before, file => Assert.Equal(file.Value, after[file.Key]));
        Assert.All(after.Keys.Except(before.Keys), path => Assert.Matches("^(hosts|diffs)/w[0-9]+[./]", path));
    }

    [Fact]
    public void A_worker_that_leaves_changes_nothing_on_others_either()
    {
        var tree = Starter.Unchanged.Compile().Whole();
        var before = OfHosts(tree);
        var fewer = Starter.Unchanged.Topology.Replace(Last, "", StringComparison.Ordinal);
        var input = new InputSet(
            new SourceFile("topology.yaml", System.Text.Encoding.UTF8.GetBytes(fewer)),
            Starter.Unchanged.Originals)
        { Before = Compiler.ReadEarlier(tree).Whole() };
        var after = OfHosts(Compiler.Compile(input).Whole());
        Assert.All(
            before.Where(file => !file.Key.Contains("/k8s-node2", StringComparison.Ordinal)), file => Assert.Equal(file.Value, after[file.Key]));
    }

    private static Dictionary<string, string> OfHosts(FileTree tree) => tree.Files
        .Where(file => file.Key.StartsWith("hosts/", StringComparison.Ordinal) || file.Key.StartsWith("diffs/", StringComparison.Ordinal))
        .ToDictionary(file => file.Key, file => System.Text.Encoding.Latin1.GetString(file.Value.Content.Span));
}
