using System.Text;
using CsCheck;
using Generator.Core;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Binding;
using Generator.Core.Reading.Model;
using Generator.Tests.Golden;
using Generator.Tests.Support;

namespace Generator.Tests.Capturing;

/// <summary>A draft parses, says where everything was found, and leaves undecided what only a person can choose.</summary>
public class DraftTests
{
    public static TheoryData<string> Cases => [Case.ExampleName, "flags-in-pieces", "five-masters-ipv6", "balancer-with-sites"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_draft_is_the_accepted_one(string name)
    {
        var draft = Capture.Draft(Hosts.Of(Case.Of(name)));
        GoldenFiles.Compare(Repository.Path("tests", "golden", "drafts", $"{name}.yaml"), draft.Bytes.ToArray());
        AssertOnlyUndecided(draft);
    }

    [Theory]
    [InlineData(Case.ExampleName)]
    [InlineData("five-masters-ipv6")]
    [InlineData("flags-in-pieces")]
    public void Nothing_is_undecided_after_a_rollout(string name)
    {
        var draft = Capture.Draft(RolledOut.Of(Case.Of(name)));
        GoldenFiles.Compare(Repository.Path("tests", "golden", "drafts", $"{name}-rolled-out.yaml"), draft.Bytes.ToArray());
        var topology = Bound(draft).Whole();
        var golden = Bound(Case.Of(name).Input.Topology).Whole();
        Assert.Equal(golden.Cluster.Value, topology.Cluster.Value);
        Assert.Equal(
            golden.Masters.Select(master => (master.Host.Name.Value, master.Host.Address.Value)),
            topology.Masters.Select(master => (master.Host.Name.Value, master.Host.Address.Value)));
        Assert.Equal(golden.LoadBalancer?.Endpoint.Value, topology.LoadBalancer?.Endpoint.Value);
        Assert.Equal(golden.LoadBalancer?.Hosts.Select(host => host.Name.Value), topology.LoadBalancer?.Hosts.Select(host => host.Name.Value));
    }

    [Fact]
    public void One_master_needs_two_more_and_a_load_balancer()
    {
        var draft = Capture.Draft(Hosts.Of(Case.Example));
        Assert.Equal(["name", "address", "name", "address", "name", "address", "endpoint"], Undecided(draft));
    }

    [Theory]
    [InlineData("k8s-node1")]
    [InlineData("nothing-here")]
    public void A_host_without_an_apiserver_leaves_the_masters_undecided(string name)
    {
        var host = Hosts.Of(Case.Example).FirstOrDefault(host => host.Name == name) ?? Hosts.Empty(name);
        var draft = Capture.Draft([host]);
        AssertOnlyUndecided(draft);
        Assert.Contains("kubernetes", Undecided(draft));
        Assert.Contains(name, draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_load_balancer_alone_shows_the_masters_behind_it()
    {
        var draft = Capture.Draft([.. RolledOut.Of(Case.Example).Where(host => host.Name == "lb1")]);
        AssertOnlyUndecided(draft);
        Assert.Contains("address: 192.168.3.172", draft.Text, StringComparison.Ordinal);
        Assert.Contains("hosts:\n    - {name: lb1, address: 192.168.3.201", draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_was_not_captured_is_listed_and_found_by_check()
    {
        var hosts = Hosts.Of(Case.Example);
        hosts = hosts.SetItem(0, hosts[0] with
        {
            Report = hosts[0].Report with
            {
                Nodes = [
                Node("k8s-master1", "192.168.3.171"),
                Node("k8s-node1", "192.168.3.174"),
                Node("n9.example.org", "192.168.3.179"),
            ]
            },
        });
        var text = Capture.Draft(hosts).Text;
        Assert.Contains("{name: n9, address: 192.168.3.179, nodeName: n9.example.org}", text, StringComparison.Ordinal);
        Assert.Contains("haplane capture root@192.168.3.179", text, StringComparison.Ordinal);
        var decided = Decided(text);
        var findings = Compiler.Check(new InputSet(decided, Case.Example.Originals()));
        Assert.Contains(findings, finding => finding is { Code: "ORG002" } && finding.Message.StartsWith("n9 ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_that_is_reached_otherwise_says_so()
    {
        var hosts = Hosts.Of(Case.Example);
        ReachedHost[] reached = [new("root", "192.168.3.171", 36022), new("ops", "node1.example.org", 22), new("root", "192.168.3.175", 36022)];
        var draft = Capture.Draft([.. hosts.Zip(reached).Select(pair => pair.First with { Reached = pair.Second })]);
        Assert.Contains("ssh: {user: root, port: 36022}", draft.Text, StringComparison.Ordinal);
        Assert.Contains("ssh: {user: ops, port: 22, address: node1.example.org}", draft.Text, StringComparison.Ordinal);
        AssertOnlyUndecided(draft);
    }

    [Fact]
    public void Haproxy_and_the_address_that_moves_are_found()
    {
        const string Haproxy = "frontend api\n  bind *:8443\n  default_backend masters\nbackend masters\n  server m1 192.168.3.171:6443 check\n"
            + "  server m2 192.168.3.172:6443 check\n";
        const string Keepalived = "vrrp_instance a {\n  virtual_router_id 61\n  virtual_ipaddress {\n    192.168.3.200/24\n  }\n}\n";
        var draft = Capture.Draft(
            [.. Hosts.Of(Case.Example), Hosts.With("lb1", ("/etc/haproxy/haproxy.cfg", Haproxy), ("/etc/keepalived/keepalived.conf", Keepalived))]);
        Assert.Contains("  engine: haproxy ", draft.Text, StringComparison.Ordinal);
        Assert.Contains("  endpoint: 192.168.3.200 ", draft.Text, StringComparison.Ordinal);
        Assert.Contains("  port: 8443 ", draft.Text, StringComparison.Ordinal);
        Assert.Contains("haplane capture root@192.168.3.172", draft.Text, StringComparison.Ordinal);
        AssertOnlyUndecided(draft);
    }

    [Fact]
    public void A_load_balancer_of_each_node_is_told_and_not_taken()
    {
        const string Nginx = "stream { upstream a { server 192.168.3.171:6443; } server { listen 127.0.0.1:6443; proxy_pass a; } }\n";
        var hosts = Hosts.Of(Case.Example);
        var report = hosts[1].Report;
        var draft = Capture.Draft(
            hosts.SetItem(
                1,
                hosts[1] with
                {
                    Report = report with { Files = report.Files.Add("/etc/nginx/nginx.conf", new SourceFile("a", Encoding.UTF8.GetBytes(Nginx))) }
                }));
        Assert.Contains("/etc/nginx/nginx.conf on k8s-node1 listens for that host alone", draft.Text, StringComparison.Ordinal);
        Assert.Contains("  endpoint: undecided", draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_without_a_captured_host_names_the_host_to_capture()
    {
        var draft = Capture.Draft([.. RolledOut.Of(Case.Example).Where(host => host.Name != "lb1")]);
        Assert.Contains("  endpoint: 192.168.3.201 ", draft.Text, StringComparison.Ordinal);
        Assert.Contains("- {name: undecided, address: 192.168.3.201}", draft.Text, StringComparison.Ordinal);
        Assert.Equal(["name"], Undecided(draft));
    }

    [Fact]
    public void Etcd_that_the_flags_do_not_say_is_taken_from_its_own_flags()
    {
        const string Apiserver = "[Service]\nExecStart=/usr/bin/kube-apiserver --advertise-address=10.0.0.1 --etcd-servers=https://127.0.0.1:2379\n";
        const string Etcd = "[Service]\nExecStart=/usr/bin/etcd --name=a --advertise-client-urls=https://10.0.0.1:2379\n";
        var one = Hosts.With("m1", ("/etc/systemd/system/kube-apiserver.service", Apiserver), ("/etc/systemd/system/etcd.service", Etcd));
        Assert.Contains("  endpoints: [https://10.0.0.1:2379]", Capture.Draft([one]).Text, StringComparison.Ordinal);
        var none = Hosts.With("m1", ("/etc/systemd/system/kube-apiserver.service", Apiserver));
        Assert.Contains("endpoints", Undecided(Capture.Draft([none])));
    }

    // What is read from a host is data: whatever is in a flag, a path or a name, the draft is the same kind of file.
    [Fact]
    public void Hostile_values_never_break_the_draft()
    {
        string[] hostile =
        [
            "\n- evil: true",
            "\u2028key: x",
            "}, {name: x",
            "\u202e#",
            "\" : '",
            "*alias",
            "!!tag",
            "\u0007\u001b[2J",
            "null",
            "- ",
            "# ",
            "\u0085a: b",
            "a: b",
            "🜲",
            "\ud800",
            "--x",
            "${A}",
            "&a",
        ];
        var gen = Gen.Select(
            Gen.Int[0, hostile.Length - 1].Array[1, 4],
            Gen.Int[0, 6],
            Gen.String[0, 12],
            (parts, place, other) => (Text: string.Concat(parts.Select(part => hostile[part])) + other, Place: place));
        gen.Sample(value => AssertOnlyUndecided(Capture.Draft([Hostile(value.Text, value.Place)])), iter: 300);
    }

    private static CapturedHost Hostile(string text, int place)
    {
        string At(int index, string usual) => place == index ? text : usual;
        var unit = $"[Service]\nExecStart={At(0, "/opt/bin/kube-apiserver")} --advertise-address={At(1, "10.0.0.1")} --secure-port={At(2, "6443")} "
            + $"--etcd-servers={At(3, "https://10.0.0.1:2379")} --log-dir={At(4, "/var/log/k8s")}\n";
        var nginx = $"stream {{ upstream a {{ server {At(5, "10.0.0.1:6443")}; server 10.0.0.2:6443; }} server {{ listen 7443; proxy_pass a; }} }}\n";
        var kubeconfig = $"apiVersion: v1\nkind: Config\nclusters:\n- cluster: {{server: \"https://10.0.0.9:6443\"}}\n  name: {At(6, "prod")}\n"
            + "current-context: a\n";
        var host = Hosts.With(
            "m1", ("/etc/systemd/system/kube-apiserver.service", unit), ("/etc/nginx/nginx.conf", nginx), ("/root/.kube/config", kubeconfig));
        return host with { Name = place == 5 ? text : "m1", Reached = new ReachedHost(text, text, place) };
    }

    private static ReportedNode Node(string name, string address) =>
        new(new DnsName(name), Address.TryParse(address, out var found) ? found : default);

    // Somebody decides: two masters, a load balancer.
    private static SourceFile Decided(string text)
    {
        // In the order of the file.
        foreach (var value in new[] { "k8s-master2", "192.168.3.172", "k8s-master3", "192.168.3.173", "192.168.3.201", "lb1", "192.168.3.201" })
        {
            var at = text.IndexOf(": undecided", StringComparison.Ordinal);
            text = $"{text[..at]}: {value}{text[(at + ": undecided".Length)..]}";
        }

        return new SourceFile("topology.yaml", Encoding.UTF8.GetBytes(text));
    }

    private static Outcome<Topology> Bound(SourceFile topology) => YamlReader.Read(topology, YamlLimits.Written).Then(TopologyBinder.Bind);

    private static void AssertOnlyUndecided(SourceFile draft)
    {
        var findings = Bound(draft).Findings;
        Assert.All(findings, finding => Assert.True(finding.Code == "SHP010", $"{finding.At}: {finding.Message}\n{draft.Text}"));
    }

    private static string[] Undecided(SourceFile draft) => [.. Bound(draft).Findings.Select(finding => finding.Message.Split('"')[1])];
}
