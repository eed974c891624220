using System.Text;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Tests.Binding;

/// <summary>However large a hostile file is, it gets a few findings and no long wait.</summary>
public class LimitTests
{
    [Fact]
    public void A_file_of_unknown_keys_gets_a_few_findings()
    {
        var findings = Findings(string.Concat(Enumerable.Range(0, 90_000).Select(i => $"k{i}: 1\n")));
        Assert.InRange(findings.Length, 20, 30);
        Assert.Contains(findings, finding => finding.Message.StartsWith("89980 further keys", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_one_key_again_and_again_is_given_up()
    {
        var findings = Findings(string.Concat(Enumerable.Repeat("a: 1\n", 200_000)));
        Assert.InRange(findings.Length, 50, 60);
        Assert.Equal("YML008", findings[^1].Code);
    }

    [Fact]
    public void Millions_of_hosts_are_refused_before_they_are_unfolded()
    {
        var workers = string.Concat(Enumerable.Range(0, 250).Select(i => $"  - {{range: \"n{i}-[1-9999]\", addresses: 10.{i}.0.1-10.{i}.39.15}}\n"));
        var finding = Assert.Single(
            Findings($"apiVersion: haplane/v1\ncluster: c\nkubernetes: v1.20.4\nmasters: [{{name: a, address: 10.255.0.1}}]\nworkers:\n{workers}"));
        Assert.Equal("SHP009", finding.Code);
    }

    private static Diagnostic[] Findings(string text) =>
        [.. Compiler.Compile(new InputSet(new SourceFile("topology.yaml", Encoding.UTF8.GetBytes(text)), [])).Findings];
}
