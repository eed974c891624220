using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>What a component needs around it on every master: other units, programs on loopback, a way past the proxy, more than one etcd.</summary>
public class SurroundingRuleTests
{
    private const string Units = "k8s-master1/usr/lib/systemd/system/";
    private const string Kubelet = $"{Units}kubelet.service";
    private const string Apiserver = "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf";
    private const string Without = "but k8s-master2, k8s-master3 would not have it";

    [Theory]
    [InlineData("[Unit]\nBefore=kubelet.service\n[Service]\nExecStart=/opt/x\n", "its Before=")]
    [InlineData("[Service]\nExecStart=/opt/x\n[Install]\nRequiredBy=kubelet.service\n", "its RequiredBy=")]
    public void A_unit_of_the_site_that_names_a_component_is_one_it_runs_with(string unit, string key) =>
        Assert.Equal(
            [$"ORG022: kubelet.service runs with site.service ({key}), {Without}"],
            Findings(Starter.Unchanged.Adding("k8s-master1/etc/systemd/system/site.service", unit)));

    [Theory]
    [InlineData("requires")]
    [InlineData("wants")]
    public void A_link_next_to_a_unit_counts(string folder) =>
        Assert.Equal(
            [$"ORG022: kubelet.service runs with site.service (kubelet.service.{folder}/), {Without}"],
            Findings(
                Starter.Unchanged.Adding("k8s-master1/etc/systemd/system/site.service", "[Service]\nExecStart=/opt/x\n")
                    .With(
                        "k8s-master1/capture.json",
                        "\"files\": [",
                        $"\"files\": [\n    {{\"path\": \"/etc/systemd/system/kubelet.service.{folder}/site.service\", \"type\": \"link\", "
                            + "\"target\": \"../site.service\"},")));

    [Theory]
    [InlineData("[Unit]\n", "RequiresMountsFor=/data/kubelet", "data.mount", "data.mount")]
    [InlineData("[Unit]\n", "OnFailure=tell@%N.service", "tell@.service", "tell@kubelet.service")]
    [InlineData("[Service]\n", "Slice=kube.slice", "kube.slice", "kube.slice")]
    [InlineData("[Service]\n", "Sockets=site.socket", "site.socket", "site.socket")]
    public void A_unit_of_another_kind_counts(string section, string setting, string file, string name) =>
        Assert.Equal(
            [$"ORG022: kubelet.service runs with {name} ({setting.Split('=')[0]}=), {Without}"],
            Findings(
                Starter.Unchanged.With(Kubelet, section, $"{section}{setting}\n").Adding($"k8s-master1/etc/systemd/system/{file}", "[Unit]\n")));

    [Theory]
    [InlineData("clusters: [{name: a, cluster: {server: \"http://127.0.0.1:9880/x\"}}]\n", "--audit-webhook-config-file", "http://127.0.0.1:9880/x")]
    [InlineData(
        "kind: EgressSelectorConfiguration\negressSelections: [{name: etcd, connection: {transport: {uds: {udsName: /run/k.sock}}}}]\n",
        "--egress-selector-config-file",
        "/run/k.sock")]
    [InlineData(
        "kind: EgressSelectorConfiguration\negressSelections: [{name: etcd, connection: {transport: {tcp: {url: \"http://localhost:8131\"}}}}]\n",
        "--egress-selector-config-file",
        "http://localhost:8131")]
    public void A_program_on_the_master_itself_must_be_on_every_master(string content, string flag, string target) =>
        Assert.Equal(
            [$"ORG025: the kube-apiserver connects to \"{target}\": a program must listen there on k8s-master2, k8s-master3"],
            Findings(
                Starter.Unchanged.With(Apiserver, "--secure-port=6443", $"--secure-port=6443 {flag}=/opt/site/x")
                    .Adding("k8s-master1/opt/site/x", content)));

    [Theory]
    [InlineData("/etc/systemd/system.conf")]
    [InlineData("/etc/systemd/system.conf.d/10-proxy.conf")]
    public void A_proxy_for_every_service_counts(string path) =>
        Assert.Equal(
            [
                "PWR011: kube-proxy of k8s-node1 uses a proxy, but its NO_PROXY does not hold 192.168.3.201",
                "PWR011: kubelet of k8s-node1 uses a proxy, but its NO_PROXY does not hold 192.168.3.201",
            ],
            Findings(
                Starter.Unchanged.Adding(
                    $"k8s-node1{path}", "[Manager]\nDefaultEnvironment=\"HTTPS_PROXY=http://proxy.example.org:3128\" NO_PROXY=localhost\n")).Order());

    [Fact]
    public void The_proxy_of_a_kubeconfig_counts() =>
        Assert.Equal(
            [
                "PWR011: /data/application/kubernetes/cfg/kube-proxy.kubeconfig of k8s-node1 reaches the kube-apiserver through "
                    + "\"http://proxy.example.org:3128\" (proxy-url)",
            ],
            Findings(
                Starter.Unchanged.With(
                    "k8s-node1/data/application/kubernetes/cfg/kube-proxy.kubeconfig",
                    "    server: ",
                    "    proxy-url: http://proxy.example.org:3128\n    server: ")));

    [Fact]
    public void A_kube_apiserver_reaches_new_kubelets_past_the_proxy() =>
        Assert.Equal(
            ["PWR011: kube-apiserver of k8s-master1 uses a proxy, but its NO_PROXY does not hold 192.168.3.173"],
            Findings(
                Starter.Unchanged.With(
                    $"{Units}kube-apiserver.service",
                    "[Service]\n",
                    "[Service]\nEnvironment=HTTPS_PROXY=http://proxy.example.org:3128 NO_PROXY=192.168.3.171,192.168.3.172\n")));

    [Fact]
    public void One_member_for_a_single_resource_counts() =>
        Assert.Equal(
            ["PWR010: 3 masters use only one etcd member for /events, https://192.168.3.174:4002"],
            Findings(
                Starter.Unchanged.With(
                    Apiserver, "--secure-port=6443", "--secure-port=6443 --etcd-servers-overrides=/events#https://192.168.3.174:4002")));

    private static string[] Findings(Starter starter) =>
        [.. starter.Faults().Where(finding => finding.Code != "LBR001").Select(finding => $"{finding.Code}: {finding.Message}")];
}
