using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;
using Generator.Tests.Support;

namespace Generator.Tests.Audits;

/// <summary>No value of the source's own is left on a new master, wherever it is written, unless it is shared by all of them.</summary>
public class SourceValueTests
{
    private const string Root = "/data/application/kubernetes";
    private const string Apiserver = $"k8s-master1{Root}/cfg/kube-apiserver.conf";
    private const string Kubelet = $"k8s-master1{Root}/cfg/kubelet.conf";
    private const string KubeletConfig = $"k8s-master1{Root}/cfg/kubelet-config.yml";
    private const string ProxyConfig = $"k8s-master1{Root}/cfg/kube-proxy-config.yml";
    private const string Unit = "k8s-master1/usr/lib/systemd/system/kubelet.service";

    [Theory]
    [InlineData(Apiserver, "--external-hostname=192.168.3.171", "--external-hostname=192.168.3.172")]
    [InlineData(Apiserver, "--external-hostname=k8s-master1", "--external-hostname=k8s-master2")]
    [InlineData(Apiserver, "--peer-advertise-ip=192.168.3.171", "--peer-advertise-ip=192.168.3.172")]
    [InlineData(Kubelet, "--node-ip=192.168.3.171", "--node-ip=192.168.3.172")]
    [InlineData(Kubelet, "--node-labels=kubernetes.io/hostname=k8s-master1,rack=a", "--node-labels=kubernetes.io/hostname=k8s-master2,rack=a")]
    [InlineData(Kubelet, "--provider-id=vm://k8s-master1", "--provider-id=vm://k8s-master2")]
    [InlineData(Kubelet, "--provider-id=site:///rack-a/k8s-master1", "--provider-id=site:///rack-a/k8s-master2")]
    [InlineData(KubeletConfig, "providerID: vm://k8s-master1", "providerID: vm://k8s-master2")]
    [InlineData(ProxyConfig, "nodePortAddresses: [192.168.3.171/32, 127.0.0.0/8]", "nodePortAddresses: [192.168.3.172/32, 127.0.0.0/8]")]
    [InlineData(ProxyConfig, "healthzBindAddress: >-\n  192.168.3.171:10256", "healthzBindAddress: 192.168.3.172:10256")]
    [InlineData(ProxyConfig, "iptables:\n  x: 1\nhealthzBindAddress: \"192.168.3.171\\\n  :10256\"", "healthzBindAddress: \"192.168.3.172:10256\"")]
    public void A_value_of_a_known_kind_becomes_the_new_master_s(string path, string added, string expected)
    {
        var tree = With(path, added).Compile().Whole();
        Assert.Contains(
            expected, Encoding.UTF8.GetString(tree.Files[$"hosts/k8s-master2/{path.Split('/', 2)[1]}"].Content.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        Kubelet,
        "--node-ip=192.168.3.171,fd00:3::171",
        "--node-ip of k8s-master2 and k8s-master3 would still hold fd00:3::171 of the source master, "
            + "but topology.yaml has one address for each host")]
    [InlineData(
        Kubelet, "--node-labels=rack=k8s-master1", "--node-labels of k8s-master2 and k8s-master3 would still hold k8s-master1 of the source master")]
    [InlineData(
        Kubelet,
        "--node-labels=public-ip=192.168.3.171",
        "--node-labels of k8s-master2 and k8s-master3 would still hold 192.168.3.171 of the source master")]
    [InlineData(
        Kubelet,
        "--provider-id=vsphere://4231-af",
        "--provider-id of k8s-master2 and k8s-master3 would hold \"vsphere://4231-af\", which is the source master's own")]
    [InlineData(
        Kubelet,
        "--register-with-taints=for=k8s-master1:NoSchedule",
        "--register-with-taints of k8s-master2 and k8s-master3 would still hold k8s-master1 of the source master")]
    [InlineData(
        Apiserver,
        "--tls-sni-cert-key=/data/application/kubernetes/ssl/server.pem,/data/application/kubernetes/ssl/server-key.pem:k8s-master1",
        "--tls-sni-cert-key of k8s-master2 and k8s-master3 would still hold k8s-master1 of the source master")]
    [InlineData(
        Apiserver,
        "--external-hostname=k8s-master1.example.org",
        "--external-hostname of k8s-master2 and k8s-master3 would still hold k8s-master1.example.org of the source master")]
    [InlineData(
        KubeletConfig,
        "providerID: aws:///eu-1a/i-0abc",
        "providerID of k8s-master2 and k8s-master3 would hold \"aws:///eu-1a/i-0abc\", which is the source master's own")]
    [InlineData(
        KubeletConfig,
        "containerRuntimeEndpoint: tcp://192.168.3.171:3735",
        "containerRuntimeEndpoint of k8s-master2 and k8s-master3 would still hold 192.168.3.171 of the source master")]
    [InlineData(
        ProxyConfig,
        "nodePortAddresses: [\"fd00:3::171/128\"]",
        "nodePortAddresses of k8s-master2 and k8s-master3 would still hold fd00:3::171 of the source master, "
            + "but topology.yaml has one address for each host")]
    [InlineData(
        Unit, "Environment=NODE_IP=192.168.3.171", "NODE_IP of k8s-master2 and k8s-master3 would still hold 192.168.3.171 of the source master")]
    [InlineData(
        Unit, "ExecStartPre=/bin/echo K8S-MASTER1", "ExecStartPre= of k8s-master2 and k8s-master3 would still hold K8S-MASTER1 of the source master")]
    [InlineData(Unit, "ConditionHost=k8s-master1", "ConditionHost= of k8s-master2 and k8s-master3 would still hold k8s-master1 of the source master")]
    [InlineData(
        Unit,
        "IPAddressAllow=192.168.3.171 10.0.0.0/8",
        "IPAddressAllow= of k8s-master2 and k8s-master3 would still hold 192.168.3.171 of the source master")]
    [InlineData(
        Unit,
        "BindNetworkInterface=k8s-master1",
        "BindNetworkInterface= of k8s-master2 and k8s-master3 would still hold k8s-master1 of the source master")]
    [InlineData(
        Unit, "Environment=API=https://192.168.3.171:6443", "API of k8s-master2 and k8s-master3 would still hold 192.168.3.171 of the source master")]
    public void Any_other_value_is_an_error_at_its_place(string path, string added, string message)
    {
        var error = Assert.Single(With(path, added).Compile().Findings, finding => finding.Severity == Severity.Error);
        Assert.Equal(("AUD004", message, $"originals/{path}"), (error.Code, error.Message, error.At.File.Path));
    }

    [Fact]
    public void A_variable_that_no_flag_takes_up_counts() => Assert.Equal(
        "NODE_IP of k8s-master2 and k8s-master3 would still hold 192.168.3.171 of the source master",
        Assert.Single(
            Starter.Unchanged.With(Kubelet, "KUBELET_OPTS=", "NODE_IP=192.168.3.171\nKUBELET_OPTS=").Compile().Findings,
            finding => finding.Code == "AUD004").Message);

    [Fact]
    public void A_script_that_a_unit_runs_counts() => Assert.Equal(
        ("AUD004", 3),
        Starter.Unchanged.With(Unit, "[Service]\n", $"[Service]\nExecStartPre={Root}/bin/route.sh\n")
            .Adding($"k8s-master1{Root}/bin/route.sh", "#!/bin/sh\n# 192.168.3.171\nip route add 10.0.0.0/8 via 192.168.3.171\n")
            .Compile().Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => (finding.Code, finding.At.Line)).Single());

    [Fact]
    public void The_argument_of_a_wrapper_counts() => Assert.Equal(
        "ExecStart= of k8s-master2 and k8s-master3 would still hold 192.168.3.171 of the source master",
        Assert.Single(
            Starter.Unchanged.With(Unit, "ExecStart=", "ExecStart=/usr/bin/env NODE=192.168.3.171 ").Compile().Findings,
            finding => finding.Severity == Severity.Error).Message);

    [Theory]
    [InlineData("--audit-webhook-config-file", "clusters: [{name: a, cluster: {server: \"http://192.168.3.171:9880\"}}]\n", "server")]
    [InlineData("--cloud-config", "[Global]\nvm-name = k8s-master1\n", "/opt/site/x.conf")]
    public void A_file_that_is_copied_as_a_secret_counts(string flag, string content, string name)
    {
        var starter = With(Apiserver, $"{flag}=/opt/site/x.conf").Adding("k8s-master1/opt/site/x.conf", content);
        var error = Assert.Single(starter.Compile().Findings, finding => finding.Severity == Severity.Error);
        Assert.Equal("AUD004", error.Code);
        Assert.StartsWith($"{name} of k8s-master2 and k8s-master3 would still hold ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Apiserver, "--service-account-jwks-uri=https://192.168.3.171:6443/openid/v1/jwks")]
    [InlineData(Apiserver, "--etcd-servers-overrides=/events#https://192.168.3.171:2379")]
    [InlineData(Kubelet, "--node-labels=rack=k8s-master10,k8s-master1=true,zone=my-k8s-master1")]
    [InlineData(Kubelet, "--cluster-dns=192.168.3.171")]
    [InlineData(Kubelet, "--volume-plugin-dir=/data/k8s-master1/plugins")]
    [InlineData(Unit, "Environment=NO_PROXY=192.168.3.171,k8s-master1")]
    [InlineData(Unit, "Environment=HTTPS_PROXY=http://192.168.3.171:3128")]
    [InlineData(Unit, "Environment=PEERS=192.168.3.171,192.168.3.172,192.168.3.173")]
    [InlineData(Unit, "Environment=ETCD=https://192.168.3.171:2379")]
    [InlineData(Unit, "Environment=OTHERS=192.168.3.17,192.168.3.1711,1192.168.3.171,192.168.3.171.nip.io.x")]
    [InlineData(Kubelet, "--volume-plugin-dir=/data/192.168.3.171/k8s-master1")]
    [InlineData(Unit, "Environment=NODE=%H")]
    [InlineData(Unit, "SyslogIdentifier=k8s-master1")]
    [InlineData(ProxyConfig, "nodePortAddresses: [192.168.3.0/24, 192.168.3.171/24]")]
    [InlineData(KubeletConfig, "staticPodURL: http://192.168.3.171/pods")]
    public void What_is_shared_or_only_looks_alike_is_no_error(string path, string added)
    {
        var outcome = With(path, added).Compile();
        Assert.True(outcome.Result is not null, TextReport.Render(outcome.Findings, ""));
    }

    private static Starter With(string path, string added) => path switch
    {
        Unit => Starter.Unchanged.With(path, "[Service]\n", $"[Service]\n{added}\n"),
        ProxyConfig or KubeletConfig => Starter.Unchanged.With(path, "apiVersion: ", $"{added}\napiVersion: "),
        _ => Starter.Unchanged.With(path, "--v=2 \\\n", $"--v=2 \\\n{added} \\\n"),
    };
}
