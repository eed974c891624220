using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Rules;
using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>The ways to break a rule that its one bad example does not show.</summary>
public class ContradictionTests
{
    private const string Masters = "[{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.172}, {name: k8s-master3, "
        + "address: 192.168.3.173}]";
    private const string Balancers = "hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}]";
    private const string Flags = "k8s-master1/data/application/kubernetes/cfg/";

    [Theory]
    [InlineData("address: 192.168.3.172", "address: 169.254.3.172", "TOP011: the address 169.254.3.172 of k8s-master2 is a link-local address")]
    [InlineData("address: 192.168.3.201", "address: 0.0.0.0", "TOP011: the address 0.0.0.0 of lb1 is the wildcard")]
    [InlineData(
        "{name: k8s-node1, address: 192.168.3.174}",
        "{range: \"n[1-9]\", addresses: 224.0.0.1-224.0.0.9, originals: assumed}",
        "TOP011: the address 224.0.0.1 of n1 is a multicast address")]
    [InlineData("endpoint: kubernetes", "endpoint: 127.0.0.1", "LBR009: the endpoint 127.0.0.1 is a loopback address")]
    [InlineData(
        "endpoint: kubernetes", "endpoint: \"::ffff:c0a8:3c9\"", "LBR009: the endpoint ::ffff:c0a8:3c9 is an IPv4 address in the form of IPv6")]
    [InlineData("endpoint: kubernetes", "endpoint: localhost", "LBR009: the endpoint localhost is a name of the loopback address")]
    [InlineData("endpoint: kubernetes", "endpoint: lb.localhost", "LBR009: the endpoint lb.localhost is a name of the loopback address")]
    [InlineData(
        "endpoint: kubernetes", "endpoint: localhost.localdomain", "LBR009: the endpoint localhost.localdomain is a name of the loopback address")]
    [InlineData("endpoint: kubernetes", "endpoint: 192.168.3.174", "LBR009: the endpoint 192.168.3.174 is the worker k8s-node1")]
    [InlineData("endpoint: kubernetes, ", "", "LBR010: loadBalancer has several hosts but no endpoint: clients would use only lb1")]
    public void A_topology_contradicts_itself(string old, string now, string expected) =>
        Assert.Contains(expected, Findings(Topology().Replace(old, now, StringComparison.Ordinal), Starter.Unchanged));

    [Fact]
    public void An_endpoint_of_a_worker_that_is_a_load_balancer_too_is_right()
    {
        var topology = Topology(
            loadBalancer: "{endpoint: 192.168.3.174, hosts: [{name: k8s-node1, address: 192.168.3.174}, {name: lb2, address: 192.168.3.202}]}");
        // The certificate of the starter does not name that worker, and no client uses the other load balancer.
        Assert.Equal(["CRT001", "LBR033"], Findings(topology, Starter.Unchanged).Select(finding => finding[..6]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_source_without_a_kubelet_gives_none()
    {
        var bare = Starter.Unchanged
            .Without("k8s-master1/usr/lib/systemd/system/kubelet.service")
            .With("k8s-master1/capture.json", "system/kubelet.service", "system/kubelet.service.old");
        Assert.Empty(Findings(Topology(Masters.Replace("171}", "171, node: false}", StringComparison.Ordinal)), bare));
        Assert.Equal(
            ["ORG009: node is true for k8s-master2, but the source master k8s-master1 runs no kubelet"],
            Findings(Topology(Masters.Replace("172}", "172, node: true}", StringComparison.Ordinal)), bare));
        Assert.Equal(
            ["ORG009: node is true, but no captured unit of k8s-master1 starts a kubelet"],
            Findings(Topology(Masters.Replace("171}", "171, node: true}", StringComparison.Ordinal)), bare));
    }

    [Fact]
    public void A_node_name_is_the_one_that_the_kubelet_has()
    {
        var named = Starter.Unchanged.With($"{Flags}kubelet.conf", "--hostname-override=k8s-master1", "--hostname-override=K8s-Master1.example.org");
        named = named.With($"{Flags}kube-proxy-config.yml", "hostnameOverride: k8s-master1", "hostnameOverride: k8s-master1.example.org");
        named = named.With("k8s-master1/capture.json", "CN=system:node:k8s-master1,", "CN=system:node:k8s-master1.example.org,");
        Assert.Empty(Findings(Topology(), named));
        var finding = Assert.Single(Compile(Topology(Masters.Replace("171}", "171, nodeName: k8s-master1}", StringComparison.Ordinal)), named));
        Assert.Equal(
            "node name mismatch: the kubelet on k8s-master1 uses \"k8s-master1.example.org\", topology.yaml says \"k8s-master1\"", finding.Message);
        Assert.Equal("write nodeName: k8s-master1.example.org", finding.Hint);
        Assert.Empty(Findings(Topology(Masters.Replace("171}", "171, nodeName: k8s-master1.example.org}", StringComparison.Ordinal)), named));
    }

    [Fact]
    public void A_node_name_that_nothing_would_carry_is_refused()
    {
        var plain = Starter.Unchanged.With($"{Flags}kubelet.conf", "--hostname-override=k8s-master1 \\\n", "");
        var masters = Masters.Replace("172}", "172, nodeName: cp2}", StringComparison.Ordinal);
        Assert.Equal(
            ["ORG010: the kubelet on k8s-master2 would not use the name cp2: the source master's kubelet has no --hostname-override"],
            Findings(Topology(masters), plain));
        Assert.DoesNotContain(
            Findings(Topology(masters.Replace("cp2", "cp2, node: false", StringComparison.Ordinal)), plain),
            finding => finding.StartsWith("ORG010", StringComparison.Ordinal));
        Assert.Empty(Findings(Topology(masters), Starter.Unchanged));
    }

    [Theory]
    [InlineData(
        "--advertise-address=192.168.3.171",
        "--advertise-address=192.168.3.9",
        "ORG011: the address of k8s-master1 is 192.168.3.171, but its kube-apiserver's --advertise-address is 192.168.3.9")]
    [InlineData(
        "--bind-address=192.168.3.171 \\\n--secure-port=6443 \\\n--advertise-address=192.168.3.171",
        "--bind-address=192.168.3.9 \\\n--secure-port=6443",
        "ORG011: the address of k8s-master1 is 192.168.3.171, but its kube-apiserver's --bind-address is 192.168.3.9")]
    public void The_source_has_the_address_of_its_apiserver(string old, string now, string expected) =>
        Assert.Equal([expected], Findings(Topology(), Starter.Unchanged.With($"{Flags}kube-apiserver.conf", old, now)));

    [Theory]
    [InlineData("--bind-address=192.168.3.171", "--bind-address=192.168.3.9")]
    [InlineData(
        "--bind-address=192.168.3.171 \\\n--secure-port=6443 \\\n--advertise-address=192.168.3.171", "--bind-address=0.0.0.0 \\\n--secure-port=6443")]
    [InlineData(
        "--bind-address=192.168.3.171 \\\n--secure-port=6443 \\\n--advertise-address=192.168.3.171",
        "--bind-address=127.0.0.1 \\\n--secure-port=6443")]
    public void An_apiserver_that_says_nothing_else_is_believed(string old, string now) =>
        Assert.DoesNotContain(
            Compile(Topology(), Starter.Unchanged.With($"{Flags}kube-apiserver.conf", old, now)), finding => finding.Code == "ORG011");

    [Theory]
    [InlineData("\"type\": \"dir\"", "lists it as a directory")]
    [InlineData("\"type\": \"link\", \"target\": \"/root/other\"", "lists it as a link")]
    public void A_captured_file_is_listed_as_a_file(string type, string expected)
    {
        const string Path = "\"path\": \"/root/.kube/config\", ";
        var changed = Starter.Unchanged.With("k8s-master1/capture.json", $"{Path}\"type\": \"file\"", Path + type);
        Assert.Contains($"ORG012: /root/.kube/config of k8s-master1 was captured, but capture.json {expected}", Findings(Topology(), changed));
    }

    private static string Topology(string masters = Masters, string? loadBalancer = null) =>
        Example.With(masters: masters, loadBalancer: loadBalancer ?? $"{{endpoint: kubernetes, {Balancers}}}").Topology;

    private static string[] Findings(string topology, Starter starter) =>
        [.. Compile(topology, starter).Select(finding => $"{finding.Code}: {finding.Message}")];

    private static Diagnostic[] Compile(string topology, Starter starter) => [.. (starter with { Topology = topology }).Faults()];
}
