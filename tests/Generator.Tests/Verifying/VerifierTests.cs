using System.Text;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Foundation.Wire;
using Generator.Core.Output.Layouts;
using Generator.Core.Verifying;
using Generator.Tests.Support;

namespace Generator.Tests.Verifying;

public sealed class VerifierTests
{
    private const string Cfg = "/data/application/kubernetes/cfg";

    [Fact]
    public void A_healthy_cluster_is_fine()
    {
        Assert.Empty(LiveExample.Healthy.Found);
        Assert.False(LiveExample.Healthy.Judged.Differs);
        Assert.False(LiveExample.Healthy.Judged.IsIncomplete);
    }

    public static TheoryData<string, string, string, string> Facts => new()
    {
        {
            "k8s-master2",
            $"on-disk same 0644 root:root - {Cfg}/kube-apiserver.conf",
            $"on-disk drift 0644 root:root - {Cfg}/kube-apiserver.conf",
            $"Drift k8s-master2 File {Cfg}/kube-apiserver.conf: changed since delivery"
        },
        {
            "k8s-master2",
            $"on-disk same 0644 root:root - {Cfg}/kube-apiserver.conf",
            $"on-disk missing - - - {Cfg}/kube-apiserver.conf",
            $"Drift k8s-master2 File {Cfg}/kube-apiserver.conf: missing"
        },
        {
            "k8s-master2",
            $"on-disk same 0644 root:root - {Cfg}/kube-apiserver.conf",
            $"on-disk mode 0666 root:root - {Cfg}/kube-apiserver.conf",
            $"Drift k8s-master2 File {Cfg}/kube-apiserver.conf: mode 0666, owner root:root; expected 0644 root:root"
        },
        { "k8s-node1", "runs kubelet.service", "runs kubelet.service failed enabled current 0", "Problem k8s-node1 Service kubelet.service: failed" },
        {
            "k8s-node1",
            "runs kubelet.service",
            "runs kubelet.service running disabled current 0",
            "Problem k8s-node1 Service kubelet.service: does not start at boot"
        },
        {
            "k8s-node1",
            "runs kubelet.service",
            "runs kubelet.service running enabled older 0",
            "Problem k8s-node1 Service kubelet.service: running with older files than those on the disk"
        },
        {
            "k8s-node1",
            "runs kubelet.service",
            "runs kubelet.service running enabled unknown 0",
            "Unknown k8s-node1 Service kubelet.service: not checked: whether it runs with the files on the disk is not known"
        },
        {
            "k8s-master3",
            "answers m.2",
            "answers m.2 000 -",
            "Problem k8s-master3 Api kube-apiserver k8s-master3 directly: no answer to /readyz within 5 s; asked on k8s-master3"
        },
        {
            "k8s-master3",
            "answers m.2",
            "answers m.2 500 -",
            "Problem k8s-master3 Api kube-apiserver k8s-master3 directly: not ready: /readyz answers 500; asked on k8s-master3"
        },
        {
            "lb1",
            "connects 192.168.3.172:6443",
            "connects 192.168.3.172:6443 no",
            "Problem lb1 Api connection to 192.168.3.172:6443: this load balancer cannot connect to that kube-apiserver"
        },
        { "k8s-master1", "node k8s-node1", "node k8s-node1 Unknown v1.20.4 192.168.3.174", "Problem k8s-node1 Node k8s-node1: not Ready" },
        {
            "k8s-master1",
            "endpoint 192.168.3.173",
            "endpoint 192.168.3.9",
            "Problem  Masters Service kubernetes: does not list 192.168.3.173; lists 192.168.3.9, which is not a master"
        },
        { "k8s-master1", "lease kube-scheduler", "lease kube-scheduler - 4 -", "Problem  Leader kube-scheduler: has no leader" },
        {
            "k8s-master1",
            "lease kube-scheduler",
            "lease kube-scheduler k8s-master1_0b3ee5a1 4 40",
            "Problem  Leader kube-scheduler: led by k8s-master1_0b3ee5a1, moved 4 times; not renewed for 40 s"
        },
        { "k8s-master1", "etcd-alarm", "etcd-alarm a1 NOSPACE", "Problem  Etcd a1: raised the alarm NOSPACE" },
        {
            "k8s-master1",
            "token",
            $"token {Cfg}/bootstrap.kubeconfig yes more",
            $"Problem k8s-master1 Token {Cfg}/bootstrap.kubeconfig: the token in it may do more than request a certificate for a node"
        },
        {
            "k8s-master1",
            "peer",
            "peer 192.168.3.174 6443",
            "Problem k8s-master1 Connection k8s-node1: is connected to this kube-apiserver directly: it loses the API when this master stops"
        },
    };

    [Theory]
    [MemberData(nameof(Facts))]
    public void One_fault_is_found_and_nothing_else(string host, string start, string fact, string expected) =>
        Assert.Equal([expected], LiveExample.Healthy.Says(host, start, fact).Found);

    [Fact]
    public void A_dead_member_of_etcd_leaves_a_majority()
    {
        var live = LiveExample.Healthy;
        foreach (var host in new[] { "k8s-master1", "k8s-master2", "k8s-master3" })
            live = live.Says(host, "etcd-status https://192.168.3.175:2379", "etcd-silent https://192.168.3.175:2379");
        Assert.Equal(["Problem  Etcd https://192.168.3.175:2379: does not answer"], live.Found);
        Assert.Contains(live.Judged.Failures.Rows, row => row.Hosts is ["k8s-node1"] && !row.Etcd.Holds);
    }

    [Fact]
    public void A_host_that_does_not_answer_is_unknown_and_never_drift()
    {
        var live = LiveExample.Healthy.With("k8s-node1", host => new LiveHost(host.Name, "no route to host", [], null) { Advice = "try: ssh" });
        Assert.Equal(["Unknown k8s-node1 Host k8s-node1: not checked: no route to host"], live.Found);
        Assert.True(live.Judged.IsIncomplete);
        Assert.False(live.Judged.Differs);
    }

    [Fact]
    public void Captures_that_cannot_be_read_are_unknown_and_named()
    {
        var broken = LiveExample.Originals.Select(
            file => file.Path.EndsWith("k8s-node1/capture.json", StringComparison.Ordinal) ? new SourceFile(file.Path, "{"u8.ToArray()) : file);
        var judged = LiveExample.Healthy.JudgedWith([.. broken]);
        var check = Assert.Single(judged.Checks, check => check.State != CheckState.Fine);
        Assert.StartsWith("captured files were not compared: originals/k8s-node1/capture.json:1:", check.Text, StringComparison.Ordinal);
        Assert.Equal((CheckState.Unknown, "originals/"), (check.State, check.Subject));
        Assert.True(judged.HasCaptures);
        Assert.NotEmpty(check.Advice);
    }

    [Fact]
    public void Without_captures_no_difference_is_invented()
    {
        var judged = LiveExample.Healthy.JudgedWith([]);
        Assert.False(judged.HasCaptures);
        Assert.All(judged.Checks, check => Assert.Equal(CheckState.Fine, check.State));
        Assert.True(LiveExample.Healthy.Judged.HasCaptures);
    }

    [Fact]
    public void Without_any_master_the_cluster_is_unknown()
    {
        var live = LiveExample.Healthy;
        foreach (var host in new[] { "k8s-master1", "k8s-master2", "k8s-master3" })
            live = live.With(host, found => new LiveHost(found.Name, "timed out", [], null));
        Assert.All(live.Judged.Checks.Where(check => check.Host.Length == 0), check => Assert.Equal(CheckState.Unknown, check.State));
        Assert.False(live.Judged.Differs);
    }

    [Fact]
    public void A_question_that_failed_is_unknown() => Assert.Equal(
        ["Unknown k8s-master1 Host peers: not checked: ss did not answer within 20 s"],
        Failing(["k8s-master1"], "peers: ss did not answer within 20 s").Found);

    [Fact]
    public void A_question_about_the_cluster_is_answered_by_any_master()
    {
        const string Fault = "cluster: kubectl did not answer within 20 s";
        Assert.Empty(Failing(["k8s-master1", "k8s-master3"], Fault).Found);
        Assert.Equal(3, Failing(["k8s-master1", "k8s-master2", "k8s-master3"], Fault).Found.Length);
    }

    [Fact]
    public void A_token_is_judged_by_a_master_that_knows()
    {
        const string Path = $"{Cfg}/bootstrap.kubeconfig";
        Assert.Empty(LiveExample.Healthy.Says("k8s-master1", "token", $"token {Path} yes unknown").Found);
        Assert.Equal(
            [$"Problem k8s-master2 Token {Path}: the token in it may do more than request a certificate for a node"],
            LiveExample.Healthy.Says("k8s-master1", "token", $"token {Path} yes unknown")
                .Says("k8s-master2", "token", $"token {Path} yes more")
                .Found);
    }

    [Fact]
    public void The_endpoint_is_asked_under_the_name_that_clients_expect()
    {
        const string Asked = "https://192.168.3.201:6443/readyz";
        var output = Case.Example.Output;
        var plan = Encoding.UTF8.GetString(output.Files["rollout.plan"].Content.Span);
        Assert.Contains("\tready-through\t", plan);
        var named = plan.Replace(Asked, "https://kubernetes.default.svc:6443/readyz", StringComparison.Ordinal);
        var file = new TreeFile(Encoding.UTF8.GetBytes(named), IsExecutable: false);
        var files = output.Files.Remove(Checksums.Name).SetItem("rollout.plan", file);
        var sums = new TreeFile(Checksums.Of(files), IsExecutable: false);
        var delivery = Compiler.Read(new FileTree(files.Add(Checksums.Name, sums))).Whole();
        var questions = Encoding.UTF8.GetString(Verify.Questions(delivery, "k8s-master1").Span);
        Assert.Contains("answer\tb.0\thttps://kubernetes.default.svc:6443\t/data/application/kubernetes/ssl/ca.pem\t192.168.3.201\n", questions);
    }

    private static LiveExample Failing(string[] hosts, string detail) => hosts.Aggregate(
        LiveExample.Healthy,
        (live, name) => live.With(name, host => new LiveHost(
            name, "", host.Records.Add(new EngineEvent(name, "verify", "failed", "-", detail)), host.Report)
        {
            Ahead = host.Ahead
        }));

    [Fact]
    public void A_clock_is_compared_with_the_other_hosts() =>
        Assert.Equal(
            ["Problem k8s-node2 Clock clock: 60 s ahead of the other hosts"],
            LiveExample.Healthy.With("k8s-node2", host => host with { Ahead = TimeSpan.FromSeconds(60) }).Found);

    [Fact]
    public void The_operators_own_clock_is_no_fault_of_the_hosts()
    {
        var live = LiveExample.Healthy;
        foreach (var host in live.Hosts)
            live = live.With(host.Name, found => found with { Ahead = TimeSpan.FromSeconds(-300) });
        Assert.Empty(live.Found);
    }

    [Fact]
    public void A_captured_file_that_has_changed_is_shown()
    {
        var live = LiveExample.Healthy.Reports("k8s-node1", report =>
        {
            var path = $"{Cfg}/kube-proxy.conf";
            var changed = new SourceFile(path, Encoding.UTF8.GetBytes(report.Files[path].Text + "# by hand\n"));
            return report with
            {
                Files = report.Files.SetItem(path, changed),
                Entries = [.. report.Entries.Select(entry => entry.Path == path ? entry with { Sha256 = Sha256.Of(changed.Bytes.Span) } : entry)],
            };
        });
        Assert.Equal([$"Drift k8s-node1 File {Cfg}/kube-proxy.conf: changed since it was captured"], live.Found);
        Assert.Contains("+# by hand", live.Judged.With(CheckState.Drift).Single().Difference);
    }

    [Fact]
    public void A_new_file_that_nothing_names_is_extra()
    {
        var live = WithFile($"{Cfg}/kube-proxy.conf.bak");
        Assert.Equal([$"Drift k8s-node1 Extra {Cfg}/kube-proxy.conf.bak: a new file that nothing names"], live.Found);
    }

    [Theory]
    [InlineData("/data/application/kubernetes/ssl/kubelet-client-2026-01-01-00-00-00.pem")]
    [InlineData("/data/application/kubernetes/logs/kube-apiserver.INFO.2")]
    public void What_a_component_writes_for_itself_is_not_extra(string path) => Assert.Empty(WithFile(path).Found);

    private static LiveExample WithFile(string path) => LiveExample.Healthy.Reports("k8s-node1", report => report with
    {
        Entries = report.Entries.Add(report.Entries.First(entry => entry.Path == $"{Cfg}/kube-proxy.conf") with { Path = path }),
    });
}
