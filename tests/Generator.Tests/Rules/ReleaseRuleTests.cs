using Generator.Core.Diagnostics;
using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>What depends on the release: each test names one and looks at the findings of one rule.</summary>
public class ReleaseRuleTests
{
    private const string Cfg = "k8s-master1/data/application/kubernetes/cfg/";
    private const string Apiserver = "5729f40f420ac61138f021b7272720e158e6ac95a4ca0e43fa0433a2d5efccf0";
    private const string Kubelet = "52593acfc4eb2d2ea72a56313c0c3406c02b7d1d13724ee6173ab027fc5ee380";
    private const string Scheduler = "b377863844bb45885587698a674d92522c9ebdb18db51f592c4536f66b635454";

    [Theory]
    [InlineData("v1.20.4", "v1.18.20", "kubernetes: is v1.20.4, but kube-apiserver of k8s-master1 is \"v1.18.20\"")]
    [InlineData("v1.23.17", "v1.20.4", "kubernetes: is v1.23.17, but kube-apiserver of k8s-master1 is \"v1.20.4\"")]
    [InlineData("v1.20.4", "v1.20.5", "kubernetes: is v1.20.4, but kube-apiserver of k8s-master1 is \"v1.20.5\"")]
    [InlineData("v1.20.4", "nightly", "kubernetes: is v1.20.4, but kube-apiserver of k8s-master1 is \"nightly\"")]
    [InlineData("v1.20.4", "Kubernetes v1.20.4", null)]
    [InlineData("v1.20.4", "v1.20.4-eks-6b7464", null)]
    [InlineData("v1.20.4", "1.20.4+k3s1", null)]
    public void The_topology_names_the_release_that_runs(string topology, string captured, string? expected)
    {
        var starter = At(topology).With("k8s-master1/capture.json", $"{Apiserver}\", \"version\": \"v1.20.4\"", $"{Apiserver}\", \"version\": \"{captured}\"");
        Assert.Equal(expected is null ? [] : [expected], Found(starter, "REL001").Select(finding => finding.Message));
    }

    [Fact]
    public void A_program_without_a_release_is_not_judged() =>
        Assert.Empty(Found(At("v1.23.17").With("k8s-master1/capture.json", $"{Apiserver}\", \"version\": \"v1.20.4\"", $"{Apiserver}\""), "REL001"));

    [Theory]
    [InlineData("k8s-node1", Kubelet, "v1.21.0", "kubelet of k8s-node1 is \"v1.21.0\", newer than v1.20.4 of kube-apiserver")]
    [InlineData("k8s-node1", Kubelet, "v1.20.15", null)]
    [InlineData("k8s-node1", Kubelet, "v1.18.20", null)]
    [InlineData("k8s-node1", Kubelet, "v1.17.1", "kubelet of k8s-node1 is \"v1.17.1\", more than two minor releases older than v1.20.4 of kube-apiserver")]
    [InlineData("k8s-master1", Scheduler, "v1.21.0", "kube-scheduler of k8s-master1 is \"v1.21.0\", newer than v1.20.4 of kube-apiserver")]
    [InlineData("k8s-master1", Scheduler, "v1.19.0", null)]
    [InlineData("k8s-master1", Scheduler, "v1.18.0", "kube-scheduler of k8s-master1 is \"v1.18.0\", more than one minor release older than v1.20.4 of kube-apiserver")]
    [InlineData("k8s-node1", Kubelet, "nightly", "kubelet of k8s-node1 is \"nightly\", which is no release of Kubernetes and cannot be compared with v1.20.4 of kube-apiserver")]
    public void The_version_skew_policy_holds(string host, string digest, string captured, string? expected)
    {
        var starter = Starter.Unchanged.With($"{host}/capture.json", $"{digest}\", \"version\": \"v1.20.4\"", $"{digest}\", \"version\": \"{captured}\"");
        Assert.Equal(expected is null ? [] : [expected], Found(starter, "REL002").Select(finding => finding.Message));
    }

    [Theory]
    [InlineData("v1.28.0", "v1.25.3", false)]
    [InlineData("v1.27.9", "v1.24.3", true)]
    public void A_kubelet_may_be_three_releases_older_from_1_28_on(string release, string kubelet, bool isTooOld)
    {
        var starter = At(release)
            .With("k8s-master1/capture.json", "\"v1.20.4\"", $"\"{release}\"")
            .With("k8s-node1/capture.json", "\"v1.20.4\"", $"\"{kubelet}\"")
            .With("k8s-node2/capture.json", "\"v1.20.4\"", $"\"{release}\"");
        Assert.Equal(isTooOld ? 2 : 0, Found(starter, "REL002").Length);
    }

    [Theory]
    [InlineData("v1.18.20", "--insecure-bind-address=0.0.0.0", "kube-apiserver of k8s-master1 serves without authentication on 0.0.0.0 port 8080")]
    [InlineData("v1.8.0", "--address=10.0.0.1 --port=8080", "kube-apiserver of k8s-master1 serves without authentication on 10.0.0.1 port 8080")]
    [InlineData("v1.18.20", "--insecure-bind-address=::", "kube-apiserver of k8s-master1 serves without authentication on :: port 8080")]
    [InlineData("v1.18.20", "--insecure-bind-address=127.0.0.1", null)]
    [InlineData("v1.18.20", "--insecure-bind-address=::1", null)]
    [InlineData("v1.18.20", "--insecure-bind-address=0.0.0.0 --insecure-port=0", null)]
    [InlineData("v1.20.4", "--insecure-bind-address=0.0.0.0", null)]
    [InlineData("v1.20.4", "--insecure-port=8080", "--insecure-port is \"8080\"; kube-apiserver v1.20.4 accepts only 0")]
    [InlineData("v1.24.9", "--insecure-port=8080", null)]
    public void The_insecure_port_is_open_by_address_or_port(string release, string flags, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Found(Apiservers(release, flags), "FLG012").Select(finding => finding.Message));

    [Theory]
    [InlineData("v1.20.4", "--apiserver-count=3", "--apiserver-count has no effect, because the endpoints are kept by leases")]
    [InlineData("v1.20.4", "--apiserver-count=3 --endpoint-reconciler-type=master-count", null)]
    [InlineData("v1.11.0", "--apiserver-count=3", "--apiserver-count has no effect, because the endpoints are kept by leases")]
    [InlineData("v1.10.0", "--apiserver-count=3", null)]
    [InlineData("v1.10.0", "--endpoint-reconciler-type=lease", null)]
    [InlineData("v1.10.0", "--apiserver-count=1", "--apiserver-count is \"1\"; 3 masters of v1.10.0 need --apiserver-count=3")]
    [InlineData("v1.10.0", "--v=2", "kube-apiserver has no --apiserver-count; 3 masters of v1.10.0 need --apiserver-count=3")]
    public void The_number_of_apiservers_counts_before_1_11(string release, string flags, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Found(Apiservers(release, flags), "FLG013").Select(finding => finding.Message));

    [Theory]
    [InlineData("v1.10.0", "write --endpoint-reconciler-type=lease on the host")]
    [InlineData("v1.20.4", "remove --endpoint-reconciler-type on the host")]
    public void The_way_to_leases_depends_on_the_default(string release, string hint) =>
        Assert.StartsWith(hint, Assert.Single(Found(Apiservers(release, "--endpoint-reconciler-type=master-count"), "FLG014")).Hint);

    private static Starter Apiservers(string release, string flags) => At(release).With($"{Cfg}kube-apiserver.conf", "--secure-port=6443", $"--secure-port=6443 {flags}");

    private static Starter At(string release) =>
        Starter.Unchanged with { Topology = Starter.Unchanged.Topology.Replace("kubernetes: v1.20.4", $"kubernetes: {release}", StringComparison.Ordinal) };

    private static Diagnostic[] Found(Starter starter, string code) => [.. starter.Compile().Findings.Where(finding => finding.Code == code)];
}
