using System.Text;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Tests.Support;

namespace Generator.Tests.Planning;

/// <summary>Load balancers on the masters, and the way there and back.</summary>
public class MastersPlacementTests
{
    private const string Named = "hosts: [{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.172}, "
        + "{name: k8s-master3, address: 192.168.3.173}]";
    private const string OnLb1 = "endpoint: 192.168.3.201, hosts: [{name: lb1, address: 192.168.3.201}]";
    private const string OnLb2 = "hosts: [{name: lb1, address: 192.168.3.203}, {name: lb2, address: 192.168.3.202}]";
    private const string OnMasters = "placement: masters, port: 8443";
    private const string Vip = "vip: {address: 192.168.3.201, routerId: 61, interface: eth0}";

    [Theory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    public void The_masters_are_load_balancers_as_if_they_were_listed(string engine)
    {
        var (placed, listed) = (Build($"engine: {engine}, {OnMasters}, {Vip}"), Build($"engine: {engine}, port: 8443, {Named}, {Vip}"));
        string[] own = ["topology.yaml", "SHA256SUMS"];
        Assert.Equal(listed.Files.Keys, placed.Files.Keys);
        foreach (var path in placed.Files.Keys.Except(own))
            Assert.Equal(Text(listed, path), Text(placed, path));
        // The resolved topology has the placement and no hosts, and means the same.
        Assert.Contains("  placement: masters\n", Text(placed, "topology.yaml"));
        Assert.DoesNotContain("  hosts:\n", Text(placed, "topology.yaml"));
    }

    [Theory]
    [InlineData("nginx", "/etc/nginx/nginx.conf", "listen 8443;")]
    [InlineData("haproxy", "/etc/haproxy/haproxy.cfg", "bind :8443\n")]
    public void It_listens_where_a_later_VIP_arrives(string engine, string path, string expected) =>
        Assert.Contains(expected, Text(Build($"engine: {engine}, {OnMasters}"), $"hosts/k8s-master1{path}"));

    [Fact]
    public void A_VIP_that_is_added_changes_nothing_of_nginx()
    {
        var (before, after) = (Build(OnMasters), Build($"{OnMasters}, {Vip}"));
        Assert.Equal(Text(before, "hosts/k8s-master1/etc/nginx/nginx.conf"), Text(after, "hosts/k8s-master1/etc/nginx/nginx.conf"));
    }

    [Fact]
    public void Without_a_VIP_one_master_is_a_single_point_of_failure()
    {
        var finding = Judgement.Judge(Starter(OnMasters), "LBR033", "the endpoint 192.168.3.171 is k8s-master1");
        Assert.Equal("loadBalancer: {placement: masters", LineUpTo(finding));
        Judgement.Judge(Starter($"{OnMasters}, {Vip}"), "LBR033", null);
        Judgement.Judge(Starter($"{OnMasters}, endpoint: kubernetes"), "LBR033", null);
        Judgement.Judge(Starter(OnMasters), "LBR010", null);
    }

    [Theory]
    [InlineData("placement: masters", "LBR004", "port 6443 of k8s-master1 is already used by the kube-apiserver")]
    [InlineData("placement: masters, port: 10257", "LBR053", "port 10257 of k8s-master1 is already used by kube-controller-manager.service")]
    [InlineData("placement: masters, port: 10249", "LBR053", "port 10249 of k8s-master1 is already used by kube-proxy.service")]
    [InlineData("placement: masters, port: 2379", "LBR053", "port 2379 of k8s-master1 is already used by the etcd member https://192.168.3.171:2379")]
    [InlineData("engine: external, endpoint: 192.168.3.201, placement: masters", "LBR051", "engine: external has no placement, found masters")]
    [InlineData($"{OnMasters}, {Named}", "SHP011", "placement: masters has no hosts")]
    [InlineData("port: 8443, placement: worker", "SHP004", "found \"worker\" for \"placement\", expected hosts or masters or node-local")]
    [InlineData("port: 8443, placement: everywhere", "SHP002", null)]
    [InlineData("port: 8443, placement: hosts", "SHP002", "loadBalancer needs the key \"hosts\"")]
    public void A_placement_is_refused(string balancer, string code, string? expected) => Judgement.Judge(Starter(balancer), code, expected);

    [Fact]
    public void A_port_that_a_file_sets_counts_in_place_of_the_default()
    {
        const string Config = "k8s-master1/data/application/kubernetes/cfg/kube-proxy-config.yml";
        var moved = Starter("placement: masters, port: 10249").With(Config, "metricsBindAddress: 0.0.0.0:10249", "metricsBindAddress: 0.0.0.0:8443");
        Judgement.Judge(moved, "LBR053", null);
        var taken = Judgement.Judge(moved with { Topology = Topology(OnMasters) }, "LBR053", "port 8443 of k8s-master1 is already used");
        Assert.EndsWith(Config, taken?.Related.Single().At.File.Path, StringComparison.Ordinal);
    }

    // A unit on every host may name the load balancer, which has the source master's address.
    [Theory]
    [InlineData("https://192.168.3.171:8443", false)]
    [InlineData("https://192.168.3.171:6443", true)]
    [InlineData("192.168.3.171", true)]
    public void The_endpoint_on_the_source_master_is_no_value_of_its_own(string value, bool isOwn)
    {
        var starter = Starter(OnMasters).With(
            "k8s-master1/usr/lib/systemd/system/kubelet.service", "[Service]\n", $"[Service]\nEnvironment=API={value}\n");
        Judgement.Judge(starter, "AUD004", isOwn ? "API of k8s-master2 and k8s-master3 would still hold 192.168.3.171" : null);
    }

    [Fact]
    public void A_flag_that_names_the_load_balancer_gets_its_port()
    {
        const string Flags = "k8s-master1/data/application/kubernetes/cfg/kube-proxy.conf";
        var built = Starter(OnMasters).With(Flags, "--v=2", "--v=2 --master=https://192.168.3.171:6443").Compile().Whole();
        Assert.Contains("--master=https://192.168.3.171:8443", Text(built, "hosts/k8s-master2/" + Flags[12..]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_uses_the_kube_apiserver_of_the_first_master_is_found()
    {
        const string Unit = "[Service]\nExecStart=/opt/bin/flanneld --kube-subnet-mgr --kube-api-url=https://192.168.3.171:6443\n";
        var starter = Starter(OnMasters).Adding("k8s-node1/usr/lib/systemd/system/flanneld.service", Unit);
        Judgement.Judge(starter, "LBR032", "uses https://192.168.3.171:6443, expected the load balancer at 192.168.3.171:8443");
    }

    [Fact]
    public void The_masters_answer_before_the_first_node_moves_and_the_old_one_stops_last()
    {
        var there = Order(Build(OnMasters, Build(OnLb1)));
        Assert.True(there("load-balancer\tundo\tk8s-master3: place") < there("workers\tundo\tk8s-node1"));
        Assert.True(there("source-node\tundo\tk8s-master1") < there("departure\tundo\tlb1: stop nginx.service"));
        var back = Order(Build(OnLb1, Build(OnMasters)));
        Assert.True(back("load-balancer\tundo\tlb1: place") < back("workers\tundo\tk8s-node1"));
        foreach (var master in new[] { "k8s-master1", "k8s-master2", "k8s-master3" })
            Assert.True(back("source-node\tundo\tk8s-master1") < back($"departure\tundo\t{master}: stop nginx.service"));
    }

    [Theory]
    [InlineData(OnLb1, OnMasters + ", " + Vip, "192.168.3.201 is the address of lb1, which leaves")]
    [InlineData(OnMasters + ", " + Vip, OnLb1, "192.168.3.201 is the VIP before this change")]
    [InlineData(OnLb2 + ", " + Vip, OnMasters + ", " + Vip, "192.168.3.201 is the VIP of the load balancers that leave")]
    public void Two_machines_never_have_one_address(string before, string after, string expected)
    {
        var fault = Assert.Single(Outcome(after, Build(before)).Findings, finding => finding.Code == "FRM008");
        Assert.StartsWith(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_VIP_on_other_machines_is_one_rollout()
    {
        var other = Vip.Replace(".201", ".200", StringComparison.Ordinal) + ", endpoint: kubernetes";
        var steps = Order(Build($"{OnMasters}, {other}", Build($"{OnLb2}, {Vip}")));
        // Nothing takes the old VIP over, so the clients must be gone from it.
        Assert.True(steps("departure\tstop\tlb1: no client uses it any longer") < steps("departure\tundo\tlb1: stop its 2 services"));
        Assert.Contains(Outcome($"{OnLb2}, {other}", Build($"{OnLb2}, {Vip}")).Findings, finding => finding.Code == "FRM007");
    }

    [Fact]
    public void A_load_balancer_does_not_become_a_master_on_its_port()
    {
        var third = "  - {name: k8s-master3, address: 192.168.3.173}\n";
        var two = Starter("endpoint: kubernetes, hosts: [{name: k8s-master3, address: 192.168.3.173}]");
        two = two with { Topology = two.Topology.Replace(third, "", StringComparison.Ordinal) };
        var findings = Outcome(OnMasters, two.Compile().Whole()).Findings;
        var fault = Assert.Single(findings, finding => finding.Severity == Severity.Error);
        Assert.Equal(("FRM009", true), (fault.Code, fault.Message.StartsWith("k8s-master3 serves clients on port 6443", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", 31443, true)]
    [InlineData("", 29999, false)]
    [InlineData("--service-node-port-range=8000-9000", 8443, true)]
    [InlineData("--service-node-port-range=8000-9000", 31443, false)]
    [InlineData("--service-node-port-range=8000+500", 8443, true)]
    [InlineData("--service-node-port-range=8000+400", 8443, false)]
    public void A_NodePort_is_no_port_for_a_load_balancer(string flag, int port, bool isIn)
    {
        const string Flags = "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf";
        const string Range = "--service-node-port-range=30000-32767";
        var starter = Starter($"placement: masters, port: {port}");
        var present = starter.Originals.Single(file => file.Path == $"originals/{Flags}").Text;
        Assert.Contains(Range, present, StringComparison.Ordinal);
        Judgement.Judge(flag.Length == 0 ? starter : starter.With(Flags, Range, flag), "LBR054", isIn ? "of NodePorts" : null);
    }

    private static Func<string, int> Order(FileTree tree)
    {
        var plan = Text(tree, "rollout.plan");
        return step =>
            plan.IndexOf($"\t{step}", StringComparison.Ordinal) is >= 0 and var at ? at : throw new InvalidDataException($"{step} in\n{plan}");
    }

    private static string LineUpTo(Diagnostic? finding) =>
        finding is null ? "" : finding.At.File.Text[..finding.At.Span.End].Split('\n')[^1];

    private static FileTree Build(string balancer, FileTree? earlier = null) => Outcome(balancer, earlier).Whole();

    private static Outcome<FileTree> Outcome(string balancer, FileTree? earlier)
    {
        var starter = Starter(balancer);
        return Compiler.Compile(new InputSet(new SourceFile("topology.yaml", Encoding.UTF8.GetBytes(starter.Topology)), starter.Originals)
        {
            Before = earlier is null ? null : Compiler.ReadEarlier(earlier).Whole(),
        });
    }

    private static Starter Starter(string balancer) => Support.Starter.Unchanged with { Topology = Topology(balancer) };

    private static string Topology(string balancer)
    {
        var text = Support.Starter.Unchanged.Topology;
        var start = text.IndexOf("loadBalancer:", StringComparison.Ordinal);
        var end = text.IndexOf("rollout:", start, StringComparison.Ordinal);
        return $"{text[..start]}loadBalancer: {{{balancer}}}\n{text[end..]}";
    }

    private static string Text(FileTree tree, string path) => Encoding.UTF8.GetString(tree.Files[path].Content.Span);
}
