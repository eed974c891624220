using Generator.Core.Foundation.Diagnostics;
using Generator.Tests.Support;

namespace Generator.Tests.Planning;

/// <summary>A secret that could be guessed from its digest is captured without one, and is still copied and compared.</summary>
public class SecretWithoutDigestTests
{
    private const string Table = "/data/application/kubernetes/cfg/token.csv";
    private const string Inventory = "k8s-master1/capture.json";
    private const string Other = "k8s-master2/capture.json";

    private static string Digest => Capturing.Census.OfExample("k8s-master1").Report.Entries.Single(entry => entry.Path == Table).Sha256?.Text ?? "";

    private static Starter Without => Starter.Unchanged.With(Inventory, $", \"sha256\": \"{Digest}\"", "");

    [Fact]
    public void It_is_copied_and_proved_by_the_source()
    {
        var outcome = Without.Compile();
        Assert.DoesNotContain(outcome.Findings, finding => finding.Severity is Severity.Error or Severity.Warning);
        foreach (var host in new[] { "k8s-master2", "k8s-master3" })
        {
            var plan = System.Text.Encoding.UTF8.GetString(outcome.Whole().Files[$"hosts/{host}.plan"].Content.Span);
            Assert.Contains($"copy\tcontrol-plane\tsecret\t0600\troot:root\t-\t{Table}\n", plan, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(", \"sameAs\": \"k8s-master1:/data/application/kubernetes/cfg/token.csv\"", false)]
    [InlineData(", \"sameAs\": \"k8s-node1:/data/application/kubernetes/cfg/token.csv\"", true)]
    [InlineData("", true)]
    [InlineData(", \"sha256\": \"0123456789012345678901234567890123456789012345678901234567890123\"", true)]
    public void Whether_two_masters_have_the_same_is_told_by_their_capture(string same, bool isFound)
    {
        var starter = Without.Adding(Other, $$"""
            {"apiVersion": "haplane.capture/v1", "host": "k8s-master2", "architecture": "x86_64", "files": [
              {"path": "{{Table}}", "type": "file", "mode": "0600", "owner": "root:root", "size": 84{{same}}}]}
            """);
        Assert.Equal(isFound, starter.Compile().Findings.Any(finding => finding.Code == "ORG053"));
    }
}
