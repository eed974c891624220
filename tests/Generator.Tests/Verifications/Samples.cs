using System.Collections.Immutable;
using Generator.Core.Reading.Failures;
using Generator.Core.Verifying;

namespace Generator.Tests.Verifications;

/// <summary>Verifications made by hand: one with a fault of each kind, one where everything is fine, one whose every text is hostile.</summary>
internal static class Samples
{
    private const string Cfg = "/opt/kubernetes/cfg";
    private const string Ssl = "/opt/kubernetes/ssl";
    private static readonly DateTimeOffset At = new(2026, 3, 9, 2, 58, 31, TimeSpan.Zero);
    private static readonly string Digest = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    private static readonly ImmutableArray<string> Hosts =
        ["lb1", "lb2", "k8s-master1", "k8s-master2", "k8s-master3", "k8s-node1", "k8s-node2"];

    internal static Verification Rich { get; } = new(
        "runbook",
        Digest,
        At,
        Hosts,
        [.. Hosts.SelectMany(OfHost), .. OfCluster],
        [
            Ends("k8s-master1", $"{Ssl}/kube-apiserver.pem", "CN=kube-apiserver,O=k8s", 2919),
            Ends("k8s-master1", $"{Cfg}/kube-scheduler.kubeconfig", "CN=system:kube-scheduler", 9),
            Ends("k8s-master2", $"{Ssl}/kube-apiserver.pem", "CN=kube-apiserver,O=k8s", 2919),
            Ends("k8s-master3", $"{Ssl}/kube-apiserver.pem", "CN=kube-apiserver,O=k8s", 2919),
            Ends("k8s-node1", $"{Ssl}/kubelet-client-current.pem", "CN=system:node:k8s-node1,O=system:nodes", 71),
            Ends("k8s-node2", $"{Cfg}/kubelet.kubeconfig", "CN=system:node:k8s-node2,O=system:nodes", -12),
        ],
        [new AddressHolder("192.168.3.200", "lb1"), new AddressHolder("192.168.3.200", "lb2")],
        new FailureTable(
        [
            Dies(["lb1"]),
            Dies(["lb2"]),
            Dies(["k8s-master1"]) with { Etcd = new EtcdQuorum(2, 3), CanLead = ["k8s-master2"] },
            Dies(["k8s-master2"]) with
            {
                Api = ApiReach.Some,
                Etcd = new EtcdQuorum(2, 3),
                CanLead = ["k8s-master1"],
                DarkFiles = [$"k8s-node2:{Cfg}/kubelet.kubeconfig", $"k8s-node2:{Cfg}/kube-proxy.kubeconfig"],
                LostNodes = ["k8s-master2", "k8s-node2"],
            },
            Dies(["k8s-master3"]) with { Etcd = new EtcdQuorum(2, 3) },
            Dies(["k8s-node1"]),
            Dies(["k8s-node2"]),
            Dies(["lb1", "lb2"]) with
            {
                Api = ApiReach.None,
                DarkFiles = [.. Hosts.Skip(2).Select(host => $"{host}:{Cfg}/kubelet.kubeconfig"), $"k8s-node1:{Cfg}/kube-proxy.kubeconfig"],
                LostNodes = ["k8s-node1", "k8s-node2"],
                CanSchedule = false,
            },
            Dies(["k8s-master1", "k8s-master2"]) with { Api = ApiReach.None, Etcd = new EtcdQuorum(1, 3), CanLead = [], CanSchedule = false },
        ]))
    {
        HasCaptures = false,
    };

    internal static Verification Healthy { get; } = new(
        "runbook",
        Digest,
        At,
        ["lb1", "k8s-master1", "k8s-master2"],
        [.. new[] { "lb1", "k8s-master1", "k8s-master2" }.SelectMany(Fine), .. OfCluster.Where(check => check.State == CheckState.Fine)],
        [Ends("k8s-master1", $"{Ssl}/kube-apiserver.pem", "CN=kube-apiserver,O=k8s", 2919)],
        [new AddressHolder("192.168.3.200", "lb1")],
        new FailureTable([]));

    /// <summary>Every text of a host is this one.</summary>
    internal static Verification Hostile(string text) => new(
        text,
        text,
        At,
        [text],
        [.. from area in Enum.GetValues<CheckArea>()
            from state in Enum.GetValues<CheckState>()
            select new Check(text, area, text, state, text) { Difference = [$"+{text}", text], Advice = text }],
        [new ExpiringCertificate(text, text, text, At), new ExpiringCertificate(text, text, text, At.AddDays(100))],
        [new AddressHolder(text, text)],
        new FailureTable([new FailureRow([text], ApiReach.None, new EtcdQuorum(0, 0), [text], [text], [text, $"{text}2"], false)]));

    private static IEnumerable<Check> OfHost(string host) => host switch
    {
        "lb2" =>
            [new Check(host, CheckArea.Host, "192.168.3.202", CheckState.Unknown, "did not answer within 20 s, so nothing of it was checked")
            {
                Advice = "Check that the host is up and that ssh reaches it: ssh root@192.168.3.202",
            }],
        "k8s-master2" =>
        [
            .. Fine(host).Where(check => check.Area != CheckArea.Service),
            new Check(host, CheckArea.File, $"{Cfg}/kube-apiserver.conf", CheckState.Drift, "changed since delivery")
            {
                Difference =
                [
                    "@@ -1,4 +1,4 @@",
                    " KUBE_APISERVER_OPTS=\"--logtostderr=false \\",
                    "---v=2 \\",
                    "+--v=6 \\",
                    " --etcd-servers=https://192.168.3.171:2379,https://192.168.3.172:2379,https://192.168.3.173:2379 \\",
                    " --bind-address=192.168.3.172 \\",
                ],
            },
            new Check(host, CheckArea.File, $"{Cfg}/token.csv", CheckState.Drift, "mode 0644 and owner root:root; expected 0600 and root:root"),
            new Check(host, CheckArea.Extra, $"{Cfg}/kube-apiserver.conf.bak", CheckState.Problem, "nothing names this file"),
            new Check(host, CheckArea.Service, "kube-apiserver.service", CheckState.Problem, "runs with files from before the last change")
            {
                Advice = "Restart it when the other masters are ready: systemctl restart kube-apiserver",
            },
            new Check(host, CheckArea.Service, "kube-scheduler.service", CheckState.Problem, "stopped; expected running")
            {
                Advice = "systemctl start kube-scheduler",
            },
        ],
        "k8s-node2" =>
        [
            .. Fine(host),
            new Check(host, CheckArea.File, $"{Cfg}/kube-proxy.kubeconfig", CheckState.Drift, "missing"),
            new Check(host, CheckArea.Certificate, $"{Cfg}/kubelet.kubeconfig", CheckState.Problem,
                "the client certificate CN=system:node:k8s-node2,O=system:nodes ended 12 days ago, on 2026-02-25")
            {
                Advice = "The kubelet cannot renew it any longer. Approve a new CSR after kubelet-bootstrap is allowed again.",
            },
        ],
        _ => Fine(host),
    };

    private static IEnumerable<Check> OfCluster =>
    [
        Good("", CheckArea.Api, "https://192.168.3.171:6443", "answers 200, v1.20.2"),
        new Check("", CheckArea.Api, "https://192.168.3.172:6443", CheckState.Problem, "did not answer within 5 s; the port accepts connections")
        {
            Advice = "The kube-apiserver on k8s-master2 may hang. Read its log: journalctl -u kube-apiserver",
        },
        Good("", CheckArea.Node, "k8s-node1", "Ready, v1.20.2"),
        new Check("", CheckArea.Node, "k8s-node2", CheckState.Problem, "not Ready"),
        Good("", CheckArea.Leader, "kube-scheduler", "held by k8s-master1, moved 4 times"),
        new Check("", CheckArea.Etcd, "etcd-3", CheckState.Problem, "alarm NOSPACE: etcd refuses writes; the database has 2.0 GiB of 2.0 GiB")
        {
            Advice = "Compact and defragment etcd, then disarm the alarm: etcdctl alarm disarm",
        },
        new Check("", CheckArea.Address, "192.168.3.200", CheckState.Problem, "on two hosts: lb1, lb2; expected one")
        {
            Advice = "The load balancers do not see each other's VRRP packets. Check the network between them.",
        },
        new Check("", CheckArea.Token, $"{Cfg}/bootstrap.kubeconfig", CheckState.Unknown, "kubectl did not answer within 20 s"),
    ];

    private static IEnumerable<Check> Fine(string host) =>
    [
        Good(host, CheckArea.Host, host, "answers"),
        .. Enumerable.Range(1, 6).Select(number => Good(host, CheckArea.File, $"{Cfg}/file{number}.conf", "as delivered")),
        Good(host, CheckArea.Service, "kubelet.service", "running since 2026-03-01, enabled"),
        Good(host, CheckArea.Service, "kube-proxy.service", "running since 2026-03-01, enabled"),
        Good(host, CheckArea.Clock, host, "within 1 s"),
    ];

    private static Check Good(string host, CheckArea area, string subject, string text) => new(host, area, subject, CheckState.Fine, text);

    private static ExpiringCertificate Ends(string host, string path, string subject, int days) =>
        new(host, path, subject, At.AddDays(days).AddHours(3));

    private static FailureRow Dies(ImmutableArray<string> hosts) =>
        new(hosts, ApiReach.All, new EtcdQuorum(3, 3), ["k8s-master1", "k8s-master2"], [], hosts, CanSchedule: true);
}
