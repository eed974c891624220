using System.Text;
using System.Text.RegularExpressions;
using Generator.Core.Reporting.Changes;
using Generator.Core.Reporting.Reports;
using Generator.Tests.Golden;
using Generator.Tests.Support;

namespace Generator.Tests.Changes;

/// <summary>What the changes that operators make look like in every form: a comment, JSON, a terminal and the picture.</summary>
public partial class ChangeGoldenTests
{
    private const string One = "{name: k8s-master1, address: 192.168.3.171}";
    private const string Two = "{name: k8s-master2, address: 192.168.3.172}";
    private const string Three = "{name: k8s-master3, address: 192.168.3.173}";

    private static readonly Dictionary<string, (string Before, string After)> Changes = new(StringComparer.Ordinal)
    {
        ["add-a-master"] = (Results.Topology(masters: $"[{One}, {Two}]"), Results.Topology()),
        ["remove-a-master"] = (Results.Topology(), Results.Topology(masters: $"[{One}, {Two}]")),
        ["replace-a-master"] = (
            Results.Topology(masters: $"[{One}, {Two}]"), Results.Topology(masters: $"[{One}, {{name: k8s-master2, address: 192.168.3.173}}]")),
        ["remove-the-source"] = (Results.Topology(), Results.Topology(masters: $"[{Two}, {Three}]")),
        ["move-the-load-balancer"] = (
            Results.Topology(), Results.Topology(loadBalancer: "{endpoint: lb1, hosts: [{name: lb2, address: 192.168.3.202}]}")),
        ["rhel-to-debian"] = (
            Results.Topology(),
            Results.Topology(loadBalancer: "{endpoint: 192.168.3.201, distro: debian, hosts: [{name: lb1, address: 192.168.3.201}]}")),
        ["thirty-workers"] = (
            Results.Topology(),
            Results.Topology(
                workers: "[{name: k8s-node1, address: 192.168.3.174}, {name: k8s-node2, address: 192.168.3.175}, {range: \"w[1-30]\", addresses: "
                    + "10.9.0.1-10.9.0.30, originals: assumed}]")),
        ["change-the-port"] = (
            Results.Topology(),
            Results.Topology(loadBalancer: "{endpoint: 192.168.3.201, port: 8443, hosts: [{name: lb1, address: 192.168.3.201}]}")),
    };

    public static TheoryData<string> Names => [.. Changes.Keys];

    internal static Change Of(string name) => Results.Between(Changes[name].Before, Changes[name].After);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_change_is_told_as_was_accepted(string name)
    {
        var change = Of(name);
        Compare($"{name}.md", ChangeMarkdown.Render(change, "haplane diff git:main ."));
        Compare($"{name}.json", WithoutDiffs(Encoding.UTF8.GetString(CompactJson.Of(ChangeJson.Render(change)).Span)));
        Assert.Equal(Encoding.UTF8.GetString(ChangeJson.Render(change).Span), CompactJson.Indented(CompactJson.Of(ChangeJson.Render(change))));
        Compare($"{name}.txt", new ChangeText(colour: false).Render(change));
        Compare($"{name}.svg", change.Picture);
    }

    [Fact]
    public void Every_accepted_change_is_made() =>
        GoldenFiles.CompareNames(
            Repository.Path("tests", "golden", "diff"),
            Changes.Keys.SelectMany(name => new[] { "md", "json", "txt", "svg" }.Select(form => $"{name}.{form}")));

    [Fact]
    public void The_terminal_s_colours_are_all_that_it_has_more()
    {
        var change = Results.Between(Changes["add-a-master"].Before, Changes["add-a-master"].After);
        var (plain, coloured) = (new ChangeText(colour: false).Render(change), new ChangeText(colour: true).Render(change));
        Assert.DoesNotContain('\e', plain);
        Assert.Equal(plain, System.Text.RegularExpressions.Regex.Replace(coloured, "\e\\[[0-9]*m", ""));
        Assert.Contains("\e[32m+        server 192.168.3.173:6443", coloured);
        Assert.EndsWith("1 host new, 1 host changed, 53 files, 5 starts, 1 reload\n", coloured);
    }

    [Fact]
    public void A_comment_never_grows_too_long_and_says_what_it_left_out()
    {
        var change = Results.Between(Changes["change-the-port"].Before, Changes["change-the-port"].After);
        var host = change.Hosts[0];
        var many = Enumerable.Range(0, 2_000).Select(i => host with
        {
            Host = host.Host with { Name = $"host-{i}" },
            Files = [.. host.Files.Select(file => file with { Diff = Encoding.UTF8.GetBytes($"--- a\n+++ b\n@@ -1 +1 @@\n-{i}\n"
                + $"+{new string('`', i % 5)}{i + 1}\n") })],
        });
        var comment = ChangeMarkdown.Render(change with { Hosts = [.. many] }, "haplane diff A B");
        Assert.InRange(comment.Length, 60_000, 65_536);
        Assert.Contains("All of them: `haplane diff A B`", comment);
        Assert.Equal(comment.Split("<details>").Length, comment.Split("</details>").Length);
        Assert.Contains("and 1960 more", comment);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Going_back_is_the_opposite(string name)
    {
        var (there, back) = (Results.Between(Changes[name].Before, Changes[name].After), Results.Between(Changes[name].After, Changes[name].Before));
        Assert.Equal(there.Hosts.Count(host => host.Kind == ChangeKind.Added), back.Hosts.Count(host => host.Kind == ChangeKind.Removed));
        Assert.Equal(there.Topology.Count(line => line.Kind == ChangeKind.Changed), back.Topology.Count(line => line.Kind == ChangeKind.Changed));
        Assert.Equal(there.Hosts.Sum(host => host.Files.Length), back.Hosts.Sum(host => host.Files.Length));
    }

    // Another test shows that each diff makes one file of the other.
    private static string WithoutDiffs(string json) => DiffOfFile().Replace(json, "\"diff\": \"…\"");

    [GeneratedRegex(@"""diff"": ""(\\.|[^""\\])+""")]
    private static partial Regex DiffOfFile();

    private static void Compare(string file, string text)
    {
        GoldenFiles.Compare(Repository.Path("tests", "golden", "diff", file), text);
    }
}
