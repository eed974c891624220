using Generator.Core.Foundation.Diagnostics;
using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>What is wrong at one place is one finding there, and none at what follows from it.</summary>
public class OneCauseTests
{
    private const string Root = "k8s-master1/data/application/kubernetes";
    private const string Units = "k8s-master1/usr/lib/systemd/system";

    [Theory]
    [InlineData($"{Root}/cfg/kube-apiserver.conf", "ORG006", "ORG005")]
    [InlineData($"{Root}/cfg/kubelet.conf", "ORG006", "ORG005")]
    [InlineData($"{Root}/cfg/kube-scheduler.kubeconfig", "ORG006", "ORG005")]
    [InlineData($"{Root}/cfg/kubelet-config.yml", "ORG006", "ORG005")]
    [InlineData($"{Root}/ssl/server.pem", "CRT002", "ORG005")]
    [InlineData($"{Units}/kube-apiserver.service", "ORG006", "ORG003")]
    public void A_file_that_is_missing_is_one_finding(string path, string listed, string gone)
    {
        var starter = Starter.Unchanged.Without(path);
        Assert.Equal(listed, Assert.Single(starter.Faults().Select(finding => finding.Code).Except(["LBR001"])));
        var inventory = starter.Originals.Single(file => file.Path.EndsWith("k8s-master1/capture.json", StringComparison.Ordinal)).Text;
        var line = inventory.Split('\n')
            .Single(candidate =>
                candidate.Contains($"\"{path["k8s-master1".Length..]}\"", StringComparison.Ordinal)
                && !candidate.Contains("\"target\"", StringComparison.Ordinal));
        var unlisted = line.EndsWith(',')
            ? starter.With("k8s-master1/capture.json", line + "\n", "")
            : starter.With("k8s-master1/capture.json", ",\n" + line, "");
        Assert.Equal(gone, Assert.Single(unlisted.Faults().Select(finding => finding.Code).Except(["LBR001"])));
    }

    [Theory]
    [InlineData($"{Root}/cfg/kube-apiserver.conf", "FLG041")]
    [InlineData($"{Root}/cfg/kubelet.conf", "FLG041")]
    [InlineData($"{Root}/ssl/server.pem", "FLG041")]
    [InlineData($"{Root}/ssl/ca.pem", "FLG041")]
    [InlineData($"{Root}/cfg/token.csv", "FLG041")]
    [InlineData($"{Root}/cfg/kube-scheduler.kubeconfig", "")]
    [InlineData($"{Root}/cfg/kubelet-config.yml", "")]
    [InlineData($"{Units}/kube-apiserver.service", "")]
    public void A_byte_order_mark_is_one_finding_where_a_program_reads_it_as_text(string path, string expected)
    {
        var text = Starter.Unchanged.Originals.Single(file => file.Path == $"originals/{path}").Text;
        var found = Starter.Unchanged.With(path, text, $"\uFEFF{text}").Faults().Where(finding => finding.Code != "LBR001").ToArray();
        Assert.Equal(expected, string.Join(' ', found.Select(finding => finding.Code)));
        Assert.All(found, finding => Assert.Equal((Severity.Error, 1), (finding.Severity, finding.At.Line)));
    }

    [Theory]
    [InlineData($"{Root}/cfg/kube-scheduler.kubeconfig", "haplane-redacted", "XXXX")]
    [InlineData($"{Root}/cfg/token.csv", "haplane-redacted", "REDACTED")]
    [InlineData($"{Units}/kube-scheduler.service", "[Service]", "[Service]\nEnvironment=SITE_TOKEN=xxxx")]
    public void A_secret_that_is_redacted_with_another_word_is_one_finding(string path, string old, string now) =>
        Assert.Equal(
            "SEC001",
            Assert.Single(
                Starter.Unchanged.With(path, old, now, isEditedAfterCapture: true).Compile().Findings,
                finding => finding.Severity == Severity.Error).Code);

    [Fact]
    public void A_folder_without_capture_json_is_named_by_that_file()
    {
        var finding = Assert.Single(Starter.Unchanged.Without("k8s-master1/capture.json").Compile().Findings);
        Assert.Equal(("CAP001", "originals/k8s-master1/capture.json"), (finding.Code, finding.At.File.Path));
    }
}
