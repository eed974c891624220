using Generator.Core.Foundation.Diagnostics;
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
        var starter = At(topology)
            .With("k8s-master1/capture.json", $"{Apiserver}\", \"version\": \"v1.20.4\"", $"{Apiserver}\", \"version\": \"{captured}\"");
        Assert.Equal(expected is null ? [] : [expected], Found(starter, "REL001").Select(finding => finding.Message));
    }

    [Fact]
    public void A_program_without_a_release_is_not_judged() =>
        Assert.Empty(Found(At("v1.23.17").With("k8s-master1/capture.json", $"{Apiserver}\", \"version\": \"v1.20.4\"", $"{Apiserver}\""), "REL001"));

    [Theory]
    [InlineData("k8s-node1", Kubelet, "v1.21.0", "kubelet of k8s-node1 is \"v1.21.0\", newer than v1.20.4 of kube-apiserver")]
    [InlineData("k8s-node1", Kubelet, "v1.20.15", null)]
    [InlineData("k8s-node1", Kubelet, "v1.18.20", null)]
    [InlineData(
        "k8s-node1", Kubelet, "v1.17.1", "kubelet of k8s-node1 is \"v1.17.1\", more than two minor releases older than v1.20.4 of kube-apiserver")]
    [InlineData("k8s-master1", Scheduler, "v1.21.0", "kube-scheduler of k8s-master1 is \"v1.21.0\", newer than v1.20.4 of kube-apiserver")]
    [InlineData("k8s-master1", Scheduler, "v1.19.0", null)]
    [InlineData(
        "k8s-master1",
        Scheduler,
        "v1.18.0",
        "kube-scheduler of k8s-master1 is \"v1.18.0\", more than one minor release older than v1.20.4 of kube-apiserver")]
    [InlineData(
        "k8s-node1",
        Kubelet,
        "nightly",
        "kubelet of k8s-node1 is \"nightly\", which is not a Kubernetes release and cannot be compared with v1.20.4 of kube-apiserver")]
    public void The_version_skew_policy_holds(string host, string digest, string captured, string? expected)
    {
        var starter = Starter.Unchanged.With(
            $"{host}/capture.json", $"{digest}\", \"version\": \"v1.20.4\"", $"{digest}\", \"version\": \"{captured}\"");
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
    [InlineData("v1.20.4", "--apiserver-count=3", "--apiserver-count has no effect, because leases keep the endpoints")]
    [InlineData("v1.20.4", "--apiserver-count=3 --endpoint-reconciler-type=master-count", null)]
    [InlineData("v1.11.0", "--apiserver-count=3", "--apiserver-count has no effect, because leases keep the endpoints")]
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

    [Theory]
    [InlineData("v1.20.4", "--peer-advertise-port=6443", "kube-apiserver has --peer-advertise-port only since 1.28, but this cluster is v1.20.4")]
    [InlineData("v1.28.0", "--peer-advertise-port=6443", null)]
    [InlineData(
        "v1.19.0", "--etcd-healthcheck-timeout=2s", "kube-apiserver has --etcd-healthcheck-timeout only since 1.20, but this cluster is v1.19.0")]
    [InlineData(
        "v1.20.4",
        "--lease-reuse-duration-secnods=60",
        "kube-apiserver has no flag --lease-reuse-duration-secnods; did you mean --lease-reuse-duration-seconds?")]
    [InlineData("v1.27.0", "--emulated-version=1.27", null)]
    [InlineData("v1.35.0", "--of-tomorrow=1", null)]
    public void A_flag_that_the_release_does_not_have_yet_is_found(string release, string flag, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Found(Apiservers(release, flag), "FLG023").Select(finding => finding.Message));

    [Theory]
    [InlineData("v1.34.0", "--pod-infra-container-image", false)]
    [InlineData("v1.35.0", "--pod-infra-container-image", true)]
    [InlineData("v1.30.0", "--iptables-drop-bit", false)]
    [InlineData("v1.31.0", "--iptables-drop-bit", true)]
    [InlineData("v1.23.0", "--really-crash-for-testing", false)]
    [InlineData("v1.24.0", "--really-crash-for-testing", true)]
    [InlineData("v1.36.0", "--storage-driver-db", false)]
    [InlineData("v1.37.0", "--storage-driver-db", true)]
    [InlineData("v1.38.0", "--storage-driver-db", true)]
    public void A_flag_is_gone_after_its_last_release(string release, string flag, bool isGone)
    {
        var starter = At(release)
            .With("k8s-node1/data/application/kubernetes/cfg/kubelet.conf", "--pod-infra-container-image=registry.local/pause:3.2", $"{flag}=1");
        Assert.Equal(
            isGone,
            Found(starter, "FLG022").Any(finding =>
                finding.At.File.Path.Contains("k8s-node1", StringComparison.Ordinal)
                && finding.Message.Contains(flag, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("v1.15.12", "the names and values of flags are not checked for v1.15.12: the table covers 1.16 to 1.37")]
    [InlineData("v1.38.0", "the names and values of flags are not checked for v1.38.0: the table covers 1.16 to 1.37")]
    [InlineData("v1.36.1", "not checked, because the table has every flag only up to 1.34: --of-tomorrow of kube-apiserver")]
    [InlineData("v1.34.1", null)]
    public void What_the_table_does_not_cover_is_noted(string release, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Found(Apiservers(release, "--of-tomorrow=1"), "REL003").Select(finding => finding.Message));

    [Theory]
    [InlineData("--profiling=no", "--profiling is \"no\", expected true or false")]
    [InlineData("--profiling=tRUE", "--profiling is \"tRUE\", expected true or false")]
    [InlineData("--profiling=F", null)]
    [InlineData("--profiling", null)]
    [InlineData("--profiling false", "--profiling is true: \"false\" after it is not its value")]
    [InlineData("--event-ttl=60", "--event-ttl is \"60\", expected a duration such as 30s or 1h30m")]
    [InlineData("--event-ttl=1d", "--event-ttl is \"1d\", expected a duration such as 30s or 1h30m")]
    [InlineData("--event-ttl=1h30m0.5s", null)]
    [InlineData("--event-ttl=0", null)]
    [InlineData("--max-requests-inflight=4k", "--max-requests-inflight is \"4k\", expected a whole number")]
    [InlineData("--max-requests-inflight=-1", null)]
    [InlineData("--feature-gates=RunAsGroup", "--feature-gates is \"RunAsGroup\", expected a list of gate=true and gate=false")]
    [InlineData("--feature-gates=RunAsGroup=on", "--feature-gates is \"RunAsGroup=on\", expected a list of gate=true and gate=false")]
    [InlineData("--feature-gates=RunAsGroup=true,AllAlpha=false", null)]
    public void A_value_has_the_form_that_its_flag_takes(string flag, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Found(Apiservers("v1.20.4", flag), "FLG030").Select(finding => finding.Message));

    [Theory]
    [InlineData("v1.30.4", "PodSecurityPolicy", "which kube-apiserver does not have since 1.25; this cluster is v1.30.4")]
    [InlineData("v1.24.9", "PodSecurityPolicy", null)]
    [InlineData("v1.30.4", "SecurityContextDeny", "which kube-apiserver does not have since 1.30; this cluster is v1.30.4")]
    [InlineData("v1.31.0", "PersistentVolumeLabel", "which kube-apiserver does not have since 1.31; this cluster is v1.31.0")]
    [InlineData("v1.20.4", "LimitRangr", "which kube-apiserver does not know; did you mean LimitRanger; this cluster is v1.20.4")]
    [InlineData("v1.20.4", "MutatingAdmissionWebhook", null)]
    [InlineData("v1.10.0", "InitialResources", null)]
    public void An_admission_plug_in_is_one_of_the_release(string release, string name, string? expected)
    {
        var starter = At(release).With($"{Cfg}kube-apiserver.conf", ",NodeRestriction", $",NodeRestriction,{name}");
        Assert.Equal(
            expected is null ? [] : [$"--enable-admission-plugins names \"{name}\", {expected}"],
            Found(starter, "REL004").Select(finding => finding.Message));
    }

    [Theory]
    [InlineData("v1.30.4", "kubescheduler.config.k8s.io/v1beta2", "expected kubescheduler.config.k8s.io/v1")]
    [InlineData(
        "v1.20.4", "kubescheduler.config.k8s.io/v1alpha1", "expected kubescheduler.config.k8s.io/v1alpha2 or kubescheduler.config.k8s.io/v1beta1")]
    [InlineData("v1.22.0", "kubescheduler.config.k8s.io/v1", "expected kubescheduler.config.k8s.io/v1beta1 or kubescheduler.config.k8s.io/v1beta2")]
    [InlineData("v1.25.0", "kubescheduler.config.k8s.io/v1beta3", null)]
    [InlineData("v1.15.0", "kubescheduler.config.k8s.io/v1alpha1", null)]
    public void A_scheduler_reads_the_versions_of_its_release(string release, string version, string? expected)
    {
        const string Path = "/data/application/kubernetes/cfg/kube-scheduler.yml";
        var starter = At(release)
            .With($"{Cfg}kube-scheduler.conf", "--bind-address=127.0.0.1", $"--bind-address=127.0.0.1 --config={Path}")
            .Adding($"k8s-master1{Path}", $"apiVersion: {version}\nkind: KubeSchedulerConfiguration\n");
        Assert.Equal(
            expected is null ? [] : [$"{release} reads no KubeSchedulerConfiguration of \"{version}\", {expected}"],
            Found(starter, "REL005").Select(finding => finding.Message));
    }

    [Theory]
    [InlineData("v1.24.0", "audit.k8s.io/v1beta1", true)]
    [InlineData("v1.23.0", "audit.k8s.io/v1beta1", false)]
    [InlineData("v1.37.0", "audit.k8s.io/v1", false)]
    [InlineData("v1.20.4", "v1", false)]
    public void An_audit_policy_is_of_a_version_that_is_read(string release, string version, bool isRefused)
    {
        const string Path = "/data/application/kubernetes/cfg/audit.yml";
        var starter = Apiservers(release, $"--audit-policy-file={Path}")
            .Adding($"k8s-master1{Path}", $"apiVersion: {version}\nkind: Policy\nrules: [{{level: Metadata}}]\n");
        Assert.Equal(isRefused ? 1 : 0, Found(starter, "REL005").Length);
    }

    [Theory]
    [InlineData("v1.30.4", "PodPriority=true", true)]
    [InlineData("v1.18.20", "PodPriority=true", false)]
    [InlineData("v1.37.0", "AllAlpha=false,AnyVolumeDataSource=true", true)]
    [InlineData("v1.36.0", "AnyVolumeDataSource=true", false)]
    [InlineData("v1.30.4", "OfASite=true", false)]
    public void A_gate_that_was_removed_is_found(string release, string gates, bool isRemoved) =>
        Assert.Equal(isRemoved ? 1 : 0, Found(Apiservers(release, $"--feature-gates={gates}"), "REL006").Length);

    [Fact]
    public void A_gate_is_found_in_a_configuration_too()
    {
        var found = Found(
            At("v1.30.4").With(
                $"{Cfg}kubelet-config.yml", "kind: KubeletConfiguration\n", "kind: KubeletConfiguration\nfeatureGates:\n  CSIMigration: true\n"),
            "REL006");
        Assert.Equal(["kubelet v1.30.4 has no feature gate CSIMigration; it was removed"], found.Select(finding => finding.Message));
    }

    private static Starter Apiservers(string release, string flags) =>
        At(release).With($"{Cfg}kube-apiserver.conf", "--secure-port=6443", $"--secure-port=6443 {flags}");

    private static Starter At(string release) =>
        Starter.Unchanged with
        {
            Topology =
            Starter.Unchanged.Topology.Replace("kubernetes: v1.20.4", $"kubernetes: {release}", StringComparison.Ordinal)
        };

    private static Diagnostic[] Found(Starter starter, string code) => [.. starter.Compile().Findings.Where(finding => finding.Code == code)];
}
