using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Rules;
using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>The ways in which flags, names and batches are written that a rule's one example does not show.</summary>
public class FlagAndHostRuleTests
{
    private const string Cfg = "k8s-master1/data/application/kubernetes/cfg/";
    private const string Etcd = "https://192.168.3.171:2379,https://192.168.3.174:2379,https://192.168.3.175:2379";

    [Theory]
    [InlineData("f", true)]
    [InlineData("0", true)]
    [InlineData("False", true)]
    [InlineData("FALSE", true)]
    [InlineData("t", false)]
    [InlineData("no", false)]
    public void A_switch_is_off_in_each_spelling_that_go_takes(string written, bool isOff)
    {
        var election = Starter.Unchanged.With($"{Cfg}kube-controller-manager.conf", "--leader-elect=true", $"--leader-elect={written}");
        Assert.Equal(isOff ? 1 : 0, Found(election, "FLG010").Length);
        var anonymous = Starter.Unchanged.With($"{Cfg}kube-apiserver.conf", "--secure-port=6443", $"--secure-port=6443 --anonymous-auth={written}");
        Assert.Equal(isOff ? 1 : 0, Found(anonymous, "FLG020").Length);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("T", true)]
    [InlineData("True", true)]
    [InlineData("f", false)]
    [InlineData("yes", false)]
    public void A_switch_is_on_in_each_spelling_that_go_takes(string written, bool isOn)
    {
        var unknown = Starter.Unchanged
            .With($"{Cfg}kube-controller-manager.conf", "--use-service-account-credentials=true", $"--use-service-account-credentials={written}")
            .With(
                $"{Cfg}kube-controller-manager.conf",
                "--service-account-private-key-file=/data/application/kubernetes/ssl/ca-key.pem",
                "--service-account-private-key-file=/data/application/kubernetes/ssl/server-key.pem");
        Assert.Equal(isOn ? 1 : 0, Found(unknown, "PWR005").Length);
        Assert.Equal(isOn ? 0 : 1, Found(unknown, "FLG015").Length);
    }

    [Theory]
    [InlineData(
        "https://192.168.3.171:2379", "does not use \"https://192.168.3.174:2379\", \"https://192.168.3.175:2379\", which the source master uses")]
    [InlineData(Etcd + ",https://192.168.3.9:2379", "uses \"https://192.168.3.9:2379\", which the source master does not use")]
    [InlineData(
        "https://192.168.3.171:2379,https://192.168.3.174:2379,https://192.168.3.9:2379",
        "uses \"https://192.168.3.9:2379\", which the source master does not use, and does not use \"https://192.168.3.175:2379\"")]
    [InlineData("https://192.168.3.175:2379/,https://192.168.3.174:2379,https://192.168.3.171:2379,", null)]
    public void A_list_of_etcd_members_differs_both_ways(string list, string? expected)
    {
        var second = Starter.Unchanged
            .Adding(
                "k8s-master2/usr/lib/systemd/system/kube-apiserver.service",
                $"[Service]\nExecStart=/usr/bin/kube-apiserver --advertise-address=192.168.3.172 --etcd-servers={list}\n")
            .Adding("k8s-master2/usr/bin/kube-apiserver", "");
        Assert.Equal(
            expected is null ? [] : [$"the kube-apiserver of k8s-master2 {expected}"], Found(second, "FLG024").Select(finding => finding.Message));
    }

    [Theory]
    [InlineData(4, "3", "a batch of 3 changes all of the 4 workers except the first at once")]
    [InlineData(4, "2", null)]
    [InlineData(4, "75%", "a batch of 75% changes all of the 4 workers except the first at once")]
    [InlineData(4, "50%", null)]
    [InlineData(2, "2", null)]
    [InlineData(2, "100%", null)]
    [InlineData(2, "9", "a batch of 9 is more than the 2 existing workers")]
    public void The_first_worker_goes_alone(int workers, string batch, string? expected)
    {
        var others = workers == 2
            ? "{name: k8s-node2, address: 192.168.3.175}"
            : $"{{range: \"w[2-{workers}]\", addresses: 192.168.3.182-192.168.3.{180 + workers}, originals: assumed}}";
        var topology = Example.With(
            workers: $"[{{name: k8s-node1, address: 192.168.3.174}}, {others}]", more: $"rollout: {{workerBatch: {batch}}}").Topology;
        Assert.Equal(
            expected is null ? [] : [expected], Found(Starter.Unchanged with { Topology = topology }, "RLL001").Select(finding => finding.Message));
    }

    [Theory]
    [InlineData("https://k8s-master1:6443", false)]
    [InlineData("https://K8s-Master1:6443", false)]
    [InlineData("https://localhost:6443", false)]
    [InlineData("https://[::1]:6443", false)]
    [InlineData("https://k8s-master2:6443", true)]
    public void An_apiserver_is_its_own_by_name_too(string server, bool isElsewhere) =>
        Assert.Equal(
            isElsewhere ? 1 : 0,
            Found(Starter.Unchanged.With($"{Cfg}kube-scheduler.kubeconfig", "https://192.168.3.171:6443", server), "KCF002").Length);

    [Theory]
    [InlineData("10.0.0.0/24", false)]
    [InlineData("10.0.0.7/24", false)]
    [InlineData("10.0.1.0/24", true)]
    public void The_service_kubernetes_has_the_first_address_of_its_network(string range, bool lacks)
    {
        var starter = Starter.Unchanged.With(
            $"{Cfg}kube-apiserver.conf", "--service-cluster-ip-range=10.0.0.0/24", $"--service-cluster-ip-range={range}");
        Assert.Equal(
            lacks ? ["the kube-apiserver's certificate /data/application/kubernetes/ssl/server.pem does not name 10.0.1.1"] : [],
            Found(starter, "CRT001").Select(finding => finding.Message));
    }

    [Fact]
    public void A_kubelet_that_was_renamed_is_told_to_take_its_name_back()
    {
        var renamed = Starter.Unchanged.With(
            "k8s-node1/data/application/kubernetes/cfg/kubelet.conf", "--hostname-override=k8s-node1", "--hostname-override=other");
        Assert.All(
            Found(renamed, "IDN002"),
            finding => Assert.Equal("write --hostname-override=k8s-node1 again, restart the kubelet, and capture the host again", finding.Hint));
        var copied = Starter.Unchanged.With("k8s-node1/capture.json", "CN=system:node:k8s-node1,", "CN=system:node:k8s-master1,");
        Assert.All(Found(copied, "IDN002"), finding => Assert.StartsWith("stop the kubelet, remove the copied certificates", finding.Hint));
        Assert.All(
            Found(copied, "IDN002").Concat(Found(renamed, "IDN002")),
            finding => Assert.Contains("kubelet-client", finding.At.File.LineText(finding.At.Line)));
        Assert.NotEmpty(Found(renamed, "IDN002"));
        Assert.NotEmpty(Found(copied, "IDN002"));
    }

    private static Diagnostic[] Found(Starter starter, string code) => [.. starter.Faults().Where(finding => finding.Code == code)];
}
