using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;
using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>What a component reads and haplane cannot follow is an error at its place, and never a file to be copied.</summary>
public class UnreadFileTests
{
    private const string Cfg = "k8s-master1/data/application/kubernetes/cfg";
    private const string Proxy = $"{Cfg}/kube-proxy-config.yml";
    private const string Kubelet = $"{Cfg}/kubelet-config.yml";
    private const string Unit = "k8s-master1/usr/lib/systemd/system/kubelet.service";
    private const string Bootstrap = "k8s-node1/data/application/kubernetes/cfg/bootstrap.kubeconfig";
    private const string Server = "    server: https://192.168.3.171:6443\n";

    [Theory]
    [InlineData(Proxy, "hostnameOverride: k8s-master1", "hostnameOverride: &own k8s-master1", "KCF001", 8, 19)]
    [InlineData(Proxy, "hostnameOverride: k8s-master1", "hostnameOverride: !!str k8s-master1", "KCF001", 8, 19)]
    [InlineData(Proxy, "bindAddress: 0.0.0.0", "bindAddress: 0.0.0.0\n bad: 1", "KCF001", 4, 5)]
    [InlineData(Proxy, "bindAddress: 0.0.0.0", "bindAddress: 0.0.0.0\nbindAddress: 0.0.0.0", "KCF001", 4, 1)]
    [InlineData(Proxy, "kind: KubeProxyConfiguration", "kind: KubeletConfiguration", "KCF001", 1, 7)]
    [InlineData(Proxy, "kind: KubeProxyConfiguration", "bindAddresses: []", "KCF001", 1, 1)]
    [InlineData(Proxy, "kind: KubeProxyConfiguration", "kind: First\n---\nkind: KubeProxyConfiguration", "KCF001", 3, 1)]
    [InlineData(Proxy, "clusterCIDR: 10.244.0.0/16\n", "clusterCIDR: 10.244.0.0/16\n---\nkind: Second\n", "KCF001", 12, 1)]
    [InlineData(Kubelet, "address: 0.0.0.0", "address: &a 192.168.3.171\nhealthzBindAddress: *a", "KCF001", 3, 10)]
    [InlineData(Kubelet, "maxPods: 110", "maxPods: 110\n<<: {a: 1}", "KCF001", 32, 1)]
    [InlineData(Kubelet, "clusterDomain: cluster.local", "clusterDomain: {{ cluster_domain }}", "FLG005", 9, 16)]
    [InlineData(Kubelet, "clusterDomain: cluster.local", "{% if domain %}\nclusterDomain: cluster.local\n{% endif %}", "FLG005", 9, 1)]
    [InlineData(Kubelet, "clusterDomain: cluster.local", "clusterDomain: ##DOMAIN##", "FLG005", 9, 16)]
    [InlineData(Kubelet, "clusterDomain: cluster.local", "clusterDomain: <no value>", "FLG005", 9, 16)]
    [InlineData(Kubelet, "clusterDomain: cluster.local", "clusterDomain: {{ .Values.domain }}:1", "FLG005", 9, 16)]
    [InlineData(Kubelet, "clusterDomain: cluster.local", "clusterDomain: $(domainname)", "FLG005", 9, 16)]
    [InlineData(Kubelet, "address: 0.0.0.0", "address: 0.0.0.0\0", "KCF001", 3, 17)]
    [InlineData(Kubelet, "address: 0.0.0.0", "# \u007f\naddress: 0.0.0.0", "KCF001", 3, 3)]
    [InlineData(Unit, "Restart=on-failure", "Restart=on-failure\nand nothing else", "KCF001", 9, 1)]
    [InlineData(Unit, "Restart=on-failure", "<<<<<<< HEAD\nRestart=on-failure", "KCF001", 8, 1)]
    [InlineData(Unit, "ExecStart=/data/application/kubernetes/bin", "ExecStart={{ bin }}", "FLG005", 7, 11)]
    [InlineData(Unit, "[Service]\n", "[Service]\nEnvironmentFile=-##PROJECT_DIR##/cfg/more\n", "FLG005", 6, 18)]
    [InlineData(
        "k8s-master1/usr/lib/systemd/system/kube-apiserver.service",
        "ExecStart=/data/application/kubernetes/bin",
        "ExecStart={{ bin }}",
        "FLG005",
        7,
        11)]
    [InlineData(
        "k8s-node1/usr/lib/systemd/system/kubelet.service", "ExecStart=/data/application/kubernetes/bin", "ExecStart={{ bin }}", "FLG005", 7, 11)]
    [InlineData(Bootstrap, Server, "    server: \"https://192.168.3.171\\\n      :6443\"\n", "KCF001", 5, 13)]
    [InlineData(Bootstrap, Server, "    server: |-\n      https://192.168.3.171\n      :6443\n", "KCF001", 5, 13)]
    [InlineData("k8s-master1/root/.kube/config", "apiVersion: v1", "apiVersion: &v v1", "KCF001", 1, 13)]
    [InlineData(
        "k8s-node1/data/application/kubernetes/cfg/kubelet.kubeconfig", Server, "    server: &s https://192.168.3.171:6443\n", "KCF001", 5, 13)]
    public void It_is_one_error_at_its_place(string path, string old, string now, string code, int line, int column)
    {
        var errors = Starter.Unchanged.With(path, old, now)
            .Compile().Findings.Where(finding => finding.Severity is Severity.Error or Severity.Warning)
            .ToArray();
        Assert.True(
            errors is [var error] && (error.Code, error.At.File.Path, error.At.Line, error.At.Column) == (code, $"originals/{path}", line, column),
            TextReport.Render([.. errors], ""));
    }

    [Fact]
    public void Bytes_that_are_not_utf_8_are_an_error()
    {
        var starter = Starter.Unchanged;
        var proxy = starter.Originals.Single(file => file.Path == $"originals/{Proxy}");
        var changed = new SourceFile(proxy.Path, (byte[])[(byte)'#', (byte)' ', 0xE9, (byte)'\n', .. proxy.Bytes.Span]);
        var error = Assert.Single(
            (starter with { Originals = starter.Originals.Replace(proxy, changed) }).Compile().Findings,
            finding => finding.Code == "KCF001");
        Assert.Equal(
            ("this configuration of kube-proxy cannot be read: the byte 0xE9 is not UTF-8", 1, 3), (error.Message, error.At.Line, error.At.Column));
    }

    [Fact]
    public void An_empty_configuration_is_an_error()
    {
        var text = Starter.Unchanged.Originals.Single(file => file.Path == $"originals/{Proxy}").Text;
        var error = Assert.Single(Starter.Unchanged.With(Proxy, text, "").Compile().Findings, finding => finding.Severity == Severity.Error);
        Assert.Equal(("KCF001", "this configuration of kube-proxy cannot be read: the file is empty"), (error.Code, error.Message));
    }

    [Theory]
    [InlineData(
        "k8s-master1/usr/lib/systemd/system/kubelet.service",
        "[Service]\n",
        "[Service]\nExecStartPre=-/usr/bin/docker inspect --format {{.State.Running}} kubelet\n")]
    [InlineData("k8s-master1/usr/lib/systemd/system/kubelet.service", "[Service]\n", "[Service]\n# {{ ansible_managed }}\nX-Site = 1\n")]
    [InlineData(Kubelet, "kind: KubeletConfiguration", "---\n# {{ ansible_managed }} ##X##\nkind: KubeletConfiguration")]
    [InlineData(Kubelet, "maxPods: 110\n", "maxPods: 110\n---\n")]
    [InlineData("k8s-master1/root/.kube/config", "    server: https://192.168.3.171:6443", "    server: >-\n      https://192.168.3.171:6443")]
    public void What_a_live_host_may_have_is_none(string path, string old, string now) =>
        Assert.NotNull(Starter.Unchanged.With(path, old, now).Compile().Result);
}
