using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>What a new kubelet needs, in the ways that a rule's one example does not show.</summary>
public class JoiningRuleTests
{
    private const string Cfg = "k8s-master1/data/application/kubernetes/cfg/";

    [Theory]
    [InlineData("*", false)]
    [InlineData("csrsigning", false)]
    [InlineData("*,-ttl", false)]
    [InlineData("-csrsigning,*", true)]
    [InlineData("*,-csrsigning", true)]
    [InlineData("*,-certificatesigningrequest-signing-controller", true)]
    [InlineData("nodeipam,csrapproving", true)]
    [InlineData("csrsigning,-csrsigning", false)]
    public void Controllers_are_left_out_as_kubernetes_reads_the_list(string list, bool isOut) =>
        Assert.Equal(isOut, Found(Manager("--leader-elect=true", $"--leader-elect=true --controllers={list}"), "PWR006"));

    [Theory]
    [InlineData("--cluster-signing-cert-file=/data/application/kubernetes/ssl/ca.pem", "")]
    [InlineData("--cluster-signing-key-file=/data/application/kubernetes/ssl/ca-key.pem", "")]
    [InlineData("--cluster-signing-cert-file=/data/application/kubernetes/ssl/ca.pem", "--cluster-signing-cert-file=")]
    public void Without_a_certificate_or_its_key_nothing_signs(string old, string now) => Assert.True(Found(Manager(old, now), "PWR006"));

    [Theory]
    [InlineData("10.244.0.0/22", "", true)]
    [InlineData("10.244.0.0/22", "--node-cidr-mask-size=25", false)]
    [InlineData("10.244.0.0/16", "--node-cidr-mask-size=18", true)]
    [InlineData("10.244.0.0/25", "", true)]
    [InlineData("10.244.0.0/16,fd00:10:244::/62", "--node-cidr-mask-size-ipv6=64", true)]
    [InlineData("10.244.0.0/16,fd00:10:244::/56", "--node-cidr-mask-size-ipv4=24", false)]
    [InlineData("10.244.0.0/22", "--controllers=*,-nodeipam", false)]
    public void Each_family_has_a_range_for_each_node(string range, string mask, bool isTooFew) =>
        Assert.Equal(isTooFew, Found(Manager("--cluster-cidr=10.244.0.0/16", $"--cluster-cidr={range} {mask}"), "PWR009"));

    [Theory]
    [InlineData("192.168.3.201", false)]
    [InlineData("192.168.3.0/24", false)]
    [InlineData("*", false)]
    [InlineData("192.168.3.201:6443", false)]
    [InlineData("192.168.3.201:443", true)]
    [InlineData("192.168.3", true)]
    [InlineData(".example.org,10.0.0.0/8", true)]
    public void An_exception_is_read_as_go_reads_it(string exceptions, bool isAsked)
    {
        var unit = Starter.Unchanged.With(
            "k8s-node1/usr/lib/systemd/system/kubelet.service",
            "[Service]\n",
            $"[Service]\nEnvironment=https_proxy=http://10.1.1.1:3128 no_proxy={exceptions}\n");
        Assert.Equal(isAsked, Found(unit, "PWR011"));
    }

    [Theory]
    [InlineData("--etcd-servers-overrides=/events#https://127.0.0.1:2379", true)]
    [InlineData("--etcd-servers-overrides=/events#https://192.168.3.174:2379;https://localhost:2379", true)]
    [InlineData("--etcd-servers-overrides=/events#https://192.168.3.174:2379", false)]
    public void An_override_of_etcd_can_be_loopback(string flag, bool isLocal) =>
        Assert.Equal(
            isLocal, Found(Starter.Unchanged.With($"{Cfg}kube-apiserver.conf", "--secure-port=6443", $"--secure-port=6443 {flag}"), "PWR001"));

    [Theory]
    [InlineData("cluster.local", false)]
    [InlineData("k8s.example.org", true)]
    public void The_clusters_own_domain_is_asked_for(string domain, bool isMissing)
    {
        var named = Starter.Unchanged.With($"{Cfg}kubelet-config.yml", "clusterDomain: cluster.local", $"clusterDomain: {domain}");
        Assert.Equal(
            isMissing,
            named.Compile().Findings.Any(fault =>
                fault.Code == "CRT010" && fault.Message.EndsWith($"kubernetes.default.svc.{domain}", StringComparison.Ordinal)));
        Assert.False(Found(named, "CRT001"));
    }

    private static Starter Manager(string old, string now) => Starter.Unchanged.With($"{Cfg}kube-controller-manager.conf", old, now);

    private static bool Found(Starter starter, string code) => starter.Faults().Any(finding => finding.Code == code);
}
