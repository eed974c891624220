using System.Text;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Planning.Kubeconfigs;
using Generator.Core.Verifying;
using Generator.Tests.Support;

namespace Generator.Tests.Planning;

/// <summary>A load balancer on every node, on loopback, and the way there and back.</summary>
public class NodeLocalPlacementTests
{
    private const string Local = "placement: node-local, port: 8443, endpoint: kubernetes";
    private const string OnLb1 = "endpoint: 192.168.3.201, hosts: [{name: lb1, address: 192.168.3.201}]";
    private const string OnNode2 = "endpoint: 192.168.3.201, hosts: [{name: lb1, address: 192.168.3.201}, {name: k8s-node2, address: 192.168.3.175}]";
    private const string OnMasters = "placement: masters, port: 8443, endpoint: kubernetes";
    private const string Root = "data/application/kubernetes";

    private static readonly string[] Nodes = ["k8s-master1", "k8s-master2", "k8s-master3", "k8s-node1", "k8s-node2"];

    [Theory]
    [InlineData("nginx", "etc/nginx/nginx.conf", "        listen 127.0.0.1:8443;\n")]
    [InlineData("haproxy", "etc/haproxy/haproxy.cfg", "    bind 127.0.0.1:8443\n")]
    public void Every_node_listens_on_loopback_alone(string engine, string path, string expected)
    {
        var tree = Build($"engine: {engine}, {Local}");
        foreach (var node in Nodes)
        {
            Assert.Contains(expected, Text(tree, $"hosts/{node}/{path}"));
            Assert.Contains("\ttcp\t127.0.0.1\t8443\n", Text(tree, $"hosts/{node}.plan"));
            foreach (var master in Nodes[..3])
                Assert.Contains($" # {master}\n", Text(tree, $"hosts/{node}/{path}").Replace($"server {master} ", $" # {master}\n"));
        }

        // The resolved topology has the placement and the endpoint of people, and no hosts.
        Assert.Contains("  placement: node-local\n  endpoint: \"kubernetes\"\n", Text(tree, "topology.yaml"));
        Assert.DoesNotContain("  hosts:\n", Text(tree, "topology.yaml"));
    }

    [Fact]
    public void Node_agents_use_their_own_and_controllers_their_own_master()
    {
        var tree = Build(Local);
        foreach (var node in Nodes)
        {
            var edits = Text(tree, $"hosts/{node}.plan").Split('\n').Where(line => line.StartsWith("edit", StringComparison.Ordinal)).ToArray();
            foreach (var file in new[] { "kube-proxy", "bootstrap" })
                Assert.Contains(edits, line => line.Contains($"/{Root}/cfg/{file}.kubeconfig\t", StringComparison.Ordinal)
                    && line.EndsWith("server: https://127.0.0.1:8443", StringComparison.Ordinal));
        }

        Assert.Contains("\tserver: https://192.168.3.172:6443".Replace("\t", "    ", StringComparison.Ordinal), Text(tree, "hosts/k8s-master2.plan"));
        // Who is asked by whom: each node asks its own.
        foreach (var node in Nodes)
            Assert.Contains(
                $"\tready-through\t{node}\t180\thttps://127.0.0.1:8443/readyz\t127.0.0.1\t/{Root}/ssl/ca.pem\n", Text(tree, "rollout.plan"));
        Assert.Contains("\tready\tk8s-master1\t180\thttps://kubernetes:6443/readyz\t", Text(tree, "rollout.plan"));
    }

    [Theory]
    [InlineData(Local + ", vip: {address: 192.168.3.201, routerId: 61, interface: eth0}", "SHP011", "placement: node-local has no vip")]
    [InlineData(Local + ", http: true", "SHP011", "placement: node-local has no http page")]
    [InlineData(Local + ", hosts: [{name: lb1, address: 192.168.3.201}]", "SHP011", "the load balancers are the masters and the workers")]
    [InlineData("engine: external, " + Local, "LBR051", "engine: external has no placement, found node-local")]
    [InlineData("placement: node-local, port: 10248, endpoint: kubernetes", "LBR053", "port 10248 of k8s-master1 is already used by kubelet.service")]
    [InlineData("placement: node-local, port: 10257, endpoint: kubernetes", "LBR053", "kube-controller-manager.service")]
    [InlineData("placement: node-local, port: 31443, endpoint: kubernetes", "LBR054", "port 31443 is in the range")]
    [InlineData("engine: haproxy, placement: node-local, port: 8404, endpoint: kubernetes", "LBR041", "port 8404")]
    [InlineData("placement: node-local, port: 8443, endpoint: 192.168.3.174", "LBR009", "the endpoint 192.168.3.174 is the worker k8s-node1")]
    [InlineData("placement: node-local, port: 8443, endpoint: 127.0.0.1", "LBR009", "the endpoint 127.0.0.1 is a loopback address")]
    [InlineData("placement: node-local, port: 8443", "LBR055", "people and pipelines use https://192.168.3.171:6443, which is k8s-master1")]
    [InlineData("placement: node-local, port: 8443, endpoint: 192.168.3.171", "LBR055", null)]
    [InlineData("placement: node-local, port: 8443, endpoint: 192.168.3.171", "LBR005", null)]
    [InlineData(Local, "LBR033", null)]
    [InlineData(Local, "LBR010", null)]
    [InlineData(Local, "LBR001", null)]
    public void A_placement_is_judged(string balancer, string code, string? expected) => Judgement.Judge(Starter(balancer), code, expected);

    // One error at the cause: what a VIP lacks, or would need elsewhere, does not matter.
    [Theory]
    [InlineData(", vip: {address: 192.168.3.250}")]
    [InlineData(", vip: {address: 192.168.3.250, routerId: 61, interface: eth0}")]
    public void A_vip_that_is_refused_has_no_other_finding(string vip)
    {
        var findings = Starter("placement: node-local, port: 8443" + vip).Faults();
        Assert.Equal(["SHP011"], findings.Select(finding => finding.Code));
    }

    // Where the kube-apiservers do not listen on loopback, the port is free there.
    [Fact]
    public void The_port_of_the_masters_is_free_on_loopback_if_they_listen_on_one_address()
    {
        const string Flags = $"k8s-master1/{Root}/cfg/kube-apiserver.conf";
        var starter = Starter("placement: node-local, endpoint: kubernetes");
        Judgement.Judge(starter, "LBR004", null);
        var everywhere = starter.With(Flags, "--bind-address=192.168.3.171", "--bind-address=0.0.0.0");
        Judgement.Judge(everywhere, "LBR004", "port 6443 of k8s-master1 is already used by the kube-apiserver");
    }

    [Fact]
    public void A_person_gets_the_endpoint_with_the_port_of_the_masters()
    {
        var starter = Starter(Local);
        var target = KubeconfigTarget.Of(Input(starter, null)).Whole();
        Assert.Equal("https://kubernetes:6443", target.Wanted.ToString());
        Assert.DoesNotContain("192.168.3.174", target.Known);
        const string Person = "k8s-node1/home/ci/.kube/config";
        var kubeconfig = "kind: Config\nclusters:\n- name: c\n  cluster:\n    server: https://192.168.3.171:6443\ncontexts: []\nusers: []\n";
        Judgement.Judge(starter.Adding(Person, kubeconfig), "LBR052", "expected https://kubernetes:6443");
        Judgement.Judge(starter.Adding(Person, kubeconfig.Replace("192.168.3.171:6443", "127.0.0.1:8443")), "LBR052", null);
    }

    [Fact]
    public void A_program_of_a_node_is_to_use_its_own()
    {
        const string Unit = "[Service]\nExecStart=/opt/bin/flanneld --kube-subnet-mgr --kube-api-url=https://192.168.3.171:6443\n";
        var starter = Starter(Local).Adding("k8s-node1/usr/lib/systemd/system/flanneld.service", Unit);
        Judgement.Judge(starter, "LBR032", "expected the load balancer at 127.0.0.1:8443");
    }

    [Fact]
    public void No_single_host_takes_the_API_from_another()
    {
        var failures = Compiler.Read(Build(Local)).Whole().Failures ?? throw new InvalidDataException("no failures");
        var single = failures.Rows.Where(row => row.Hosts.Length == 1).ToArray();
        Assert.Equal(Nodes, single.SelectMany(row => row.Hosts));
        Assert.All(single, row => Assert.Empty(row.DarkFiles));
        Assert.All(single, row => Assert.True(row.EndpointAnswers));
    }

    [Fact]
    public void Verify_asks_each_node_for_its_own()
    {
        var questions = Questions.Of(Compiler.Read(Build(Local)).Whole());
        foreach (var (node, index) in Nodes.Select((node, index) => (node, index)))
        {
            var own = $"answer\tb.{index}\thttps://127.0.0.1:8443\t/{Root}/ssl/ca.pem\t-\n";
            var asked = Encoding.UTF8.GetString(questions.For(node).Span);
            Assert.Contains(own, asked);
            Assert.Equal(1, asked.Split('\n').Count(line => line.StartsWith("answer\tb.", StringComparison.Ordinal)));
        }

        Assert.Contains("answer\te\thttps://kubernetes:6443\t", Encoding.UTF8.GetString(questions.For("k8s-master2").Span));
    }

    [Fact]
    public void Every_node_answers_before_the_first_one_moves_and_the_old_one_stops_last()
    {
        var there = Order(Build(Local, Build(OnLb1)));
        foreach (var node in Nodes)
        {
            Assert.True(there($"load-balancer\tundo\t{node}: place") < there("node-agents\tundo\tk8s-master2"));
            Assert.True(there($"load-balancer\tundo\t{node}: place") < there("workers\tundo\tk8s-node1"));
        }

        Assert.True(there("source-node\tundo\tk8s-master1") < there("departure\tundo\tlb1: stop nginx.service"));
        var backTree = Build(OnLb1, Build(Local));
        var back = Order(backTree);
        Assert.True(back("load-balancer\tundo\tlb1: place") < back("workers\tundo\tk8s-node1"));
        foreach (var node in Nodes)
        {
            Assert.True(back("source-node\tundo\tk8s-master1") < back($"departure\tundo\t{node}: stop nginx.service"));
            Assert.Contains($"\tport-let-go\t{node}\t180\t8443\t127.0.0.1\n", Text(backTree, "rollout.plan"));
        }
    }

    // With many nodes the rollout must not take hours.
    [Fact]
    public void Workers_get_theirs_in_batches_and_masters_one_by_one()
    {
        var many = Starter(Local).Topology.Replace("workerBatch: 10%", "workerBatch: 2", StringComparison.Ordinal);
        var plan = Text(Outcome(Starter(Local) with { Topology = many }, null).Whole(), "rollout.plan");
        Assert.Contains("\tload-balancer\tundo\tk8s-node1, k8s-node2: place its configuration", plan);
        Assert.Contains("\tload-balancer\tundo\tk8s-master3: place its configuration", plan);
        foreach (var node in Nodes[3..])
            Assert.Contains($"\t{node}\talways\tdeliver\t{node}\tload-balancer\t", plan);
    }

    [Fact]
    public void A_worker_that_leaves_takes_its_own_with_it()
    {
        var fewer = Starter(Local).Topology.Replace("  - {name: k8s-node2, address: 192.168.3.175}\n", "", StringComparison.Ordinal);
        var plan = Text(Outcome(Starter(Local) with { Topology = fewer }, Build(Local)).Whole(), "rollout.plan");
        Assert.DoesNotContain("port-let-go\tk8s-node2\t180\t8443", plan);
        Assert.Contains("k8s-node2: stop its 3 services", plan);
    }

    [Theory]
    [InlineData(OnNode2, "placement: node-local, port: 6443, endpoint: kubernetes", "k8s-node2 would listen only on 127.0.0.1:6443")]
    [InlineData(OnMasters, Local, "k8s-master1 would listen only on 127.0.0.1:8443")]
    public void An_address_in_use_is_not_closed(string before, string after, string expected)
    {
        var fault = Assert.Single(Outcome(Starter(after), Build(before)).Findings, finding => finding.Code == "FRM010");
        Assert.StartsWith(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_another_port_both_addresses_stay_open()
    {
        var there = Text(Build(Local, Build(OnNode2)), "hosts/k8s-node2/etc/nginx/nginx.conf");
        Assert.Contains("        listen 127.0.0.1:8443;\n", there);
        Assert.Contains("        listen 6443;\n", there);
        var back = Text(Build(OnNode2, Build(Local)), "hosts/k8s-node2/etc/nginx/nginx.conf");
        Assert.Contains("        listen 6443;\n", back);
        Assert.Contains("        listen 127.0.0.1:8443;\n", back);
        // On all addresses, loopback is among them.
        Assert.Contains("        listen 8443;\n", Text(Build(OnMasters, Build(Local)), "hosts/k8s-master1/etc/nginx/nginx.conf"));
    }

    private static Func<string, int> Order(FileTree tree)
    {
        var plan = Text(tree, "rollout.plan");
        return step =>
            plan.IndexOf($"\t{step}", StringComparison.Ordinal) is >= 0 and var at ? at : throw new InvalidDataException($"{step} in\n{plan}");
    }

    private static FileTree Build(string balancer, FileTree? earlier = null) => Outcome(Starter(balancer), earlier).Whole();

    private static Outcome<FileTree> Outcome(Starter starter, FileTree? earlier) => Compiler.Compile(Input(starter, earlier));

    private static InputSet Input(Starter starter, FileTree? earlier) =>
        new(new SourceFile("topology.yaml", Encoding.UTF8.GetBytes(starter.Topology)), starter.Originals)
        {
            Before = earlier is null ? null : Compiler.ReadEarlier(earlier).Whole(),
        };

    private static Starter Starter(string balancer)
    {
        var text = Support.Starter.Unchanged.Topology;
        var start = text.IndexOf("loadBalancer:", StringComparison.Ordinal);
        var end = text.IndexOf("rollout:", start, StringComparison.Ordinal);
        return Support.Starter.Unchanged with { Topology = $"{text[..start]}loadBalancer: {{{balancer}}}\n{text[end..]}" };
    }

    private static string Text(FileTree tree, string path) => Encoding.UTF8.GetString(tree.Files[path].Content.Span);
}
