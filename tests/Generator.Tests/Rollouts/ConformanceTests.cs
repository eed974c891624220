using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Rollouts;

/// <summary>The drivers send the same lines to the same hosts in the same order, and end alike, whatever the hosts answer.</summary>
public class ConformanceTests
{
    private const string Drift = "lb1\tstatus\talways\t2\tevent\\tlb1\\tstatus\\tdrift\\tfile\\t/etc/nginx/nginx.conf";

    // The rules of a script, and the exit code of bash and apply.
    public static TheoryData<string, string[], int> Scripts => new()
    {
        { "all goes well", [], 0 },
        { "nothing to do", ["*\tstatus\talways\t0"], 0 },
        { "nothing to do, but the cluster does not answer", ["*\tstatus\talways\t0", "k8s-master1\task/all-nodes-ready\talways\t1"], 4 },
        { "a node has not joined", ["*\tstatus\talways\t0", "k8s-master1\task/node-ready\t1\t1"], 0 },
        { "a host does not answer", ["lb1\tconnect\talways\t255"], 1 },
        { "a host has drifted", [Drift], 1 },
        { "another rollout is running", ["k8s-master2\tlock\talways\t0\tli@desk since 2026-01-02T03:04:05Z"], 75 },
        { "preflight fails", ["k8s-node1\task/clock\talways\t1"], 1 },
        { "the backup fails", ["k8s-master1\task/back-up-etcd\talways\t1"], 1 },
        { "staging fails", ["k8s-node2\tbring\talways\t1"], 1 },
        { "a control plane fails", ["k8s-master2\tapply\t1\t3"], 3 },
        { "an API server is not ready", ["k8s-master3\task/ready\t1\t1"], 3 },
        { "a load balancer fails", ["lb1\tapply\t1\t3"], 3 },
        { "another delivery is running", ["lb1\tapply\t1\t75\tbusy"], 4 },
        { "no other master takes over", ["k8s-master1\task/lease-moved\talways\t1"], 4 },
        { "a leader does not stop", ["k8s-master1\task/restart-leader\talways\t1"], 4 },
        { "the agents of a master in use fail", ["k8s-master2\tapply\t3\t0", "k8s-master2\tapply\t1\t3"], 3 },
        { "a CSR is not approved", ["k8s-master1\task/approve-csr\talways\t1"], 3 },
        { "a known node does not come back", ["k8s-master1\task/node-unknown\talways\t1", "k8s-master2\task/agent-connected\talways\t1"], 3 },
        { "a new node cannot be removed", ["k8s-master2\task/agent-connected\talways\t1", "k8s-master1\task/forget-node\talways\t1"], 4 },
        { "the watched worker fails", ["k8s-node1\task/kube-proxy-healthy\t1\t0", "k8s-node1\task/kube-proxy-healthy\t1\t1"], 3 },
        { "a worker cannot be rolled back", ["k8s-node2\task/agent-connected\talways\t1", "k8s-node2\trollback\talways\t4"], 4 },
        { "the source is as it was", ["k8s-master1\tapply\talways\t0\tsame"], 0 },
        { "the source's agents fail", ["k8s-master1\tapply\t1\t3"], 3 },
        { "the final check fails", ["k8s-master1\task/service-endpoints\talways\t1"], 4 },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Bash_and_apply_send_the_same_lines(string script, string[] rules, int code)
    {
        Assert.NotEmpty(script);
        Compare(rules, code, "bash out/bin/rollout.sh --log -", $"{Executable.Words} apply out --yes");
    }

    [Fact]
    public void Only_named_hosts_are_changed() =>
        Compare([], 0, "bash out/bin/rollout.sh --log - --only k8s-node2", $"{Executable.Words} apply out --yes --hosts k8s-node2");

    [Fact]
    public void A_drifted_file_is_replaced_where_the_operator_says_so() =>
        Compare([Drift], 0, "bash out/bin/rollout.sh --log - --overwrite", $"{Executable.Words} apply out --yes --overwrite");

    [Theory]
    [InlineData("all goes well")]
    [InlineData("nothing to do")]
    [InlineData("a new node cannot be removed")]
    public void Ansible_sends_the_same_lines(string script)
    {
        Tool.Require("ansible-playbook");
        var (_, rules, code) = Scripts.First(row => row.Data.Item1 == script).Data;
        Compare(
            rules,
            code,
            "bash out/bin/rollout.sh --log -",
            "env LC_ALL=C.UTF-8 ansible-playbook -i out/ansible/inventory.yml out/ansible/site.yml",
            isOfAnsible: true);
    }

    // A playbook ends with a code of Ansible's own.
    private static void Compare(string[] rules, int code, string first, string second, bool isOfAnsible = false)
    {
        var script = string.Concat(rules.Select(rule => $"{rule}\n"));
        using var expected = new ScriptedHosts();
        using var found = new ScriptedHosts();
        var (firstCode, firstText) = expected.Run(script, first);
        var (secondCode, secondText) = found.Run(script, second);
        Assert.True(firstCode == code, $"{firstCode}: {firstText}");
        Assert.True(isOfAnsible ? secondCode == 0 == (code == 0) : secondCode == code, $"{secondCode}: {secondText}");
        Assert.Equal(string.Join('\n', expected.RequestsInOrder), string.Join('\n', found.RequestsInOrder));
    }
}
