using System.Collections.Immutable;
using System.Text;
using Generator.Core;
using Generator.Core.Foundation.Wire;
using Generator.Core.Reporting.Runs;
using Generator.Core.Rollout;
using Generator.Tests.Support;

namespace Generator.Tests.Applying;

/// <summary>In which order hosts go back, and how far.</summary>
public class RollbackPlanTests
{
    private const string First = "1111111111111111";
    private const string Second = "2222222222222222";
    private static readonly RolloutPlan Plan = RolloutPlanReader.Read(
        Starter.Unchanged.Compile().Result ?? throw new InvalidDataException()).Result ?? throw new InvalidDataException();

    private static readonly ImmutableDictionary<string, ImmutableArray<KeptDelivery>> Delivered = Kept(
        ("k8s-master1", [Entry(1, First, "05", "kubelet.service=running,kube-proxy.service=running")]),
        (
            "k8s-master2",
            [Entry(1, First, "01", ""), Entry(2, First, "02", "kube-apiserver.service=stopped"), Entry(
                3,
                First,
                "03",
                "kube-controller-manager.service=stopped,kube-scheduler.service=stopped"), Entry(
                    4, First, "04", "kubelet.service=stopped,kube-proxy.service=stopped")]),
        ("lb1", [Entry(1, First, "04", "nginx.service=stopped")]),
        ("k8s-node1", []));

    [Fact]
    public void What_came_last_goes_first_and_a_control_plane_goes_whole()
    {
        var plan = RollbackPlan.OfLast(Plan, Delivered, First);
        Assert.Equal("", plan.Fault);
        Assert.Equal(
            ["k8s-master1 0", "k8s-master2 3", "lb1 0", "k8s-master2 0"],
            plan.Stages.SelectMany(stage => stage.Hosts).Select(host => $"{host.Host} {host.To}"));
        Assert.Equal(["kubelet.service", "kube-proxy.service"], plan.Stages[1].Hosts[0].Stopped);
        Assert.Empty(plan.Stages[0].Hosts[0].Stopped);
    }

    [Fact]
    public void Only_what_came_from_the_result_goes()
    {
        var later = Delivered.SetItem("lb1", [.. Delivered["lb1"], Entry(2, Second, "09", "nginx.service=running")]);
        var plan = RollbackPlan.OfLast(Plan, later, Second);
        Assert.Equal(["lb1 1"], plan.Stages.SelectMany(stage => stage.Hosts).Select(host => $"{host.Host} {host.To}"));
        Assert.Contains("lb1 has had another delivery since, 222222222222", RollbackPlan.OfLast(Plan, later, First).Fault);
        Assert.Contains("kept are 111111111111 (until 05), 222222222222 (until 09)", RollbackPlan.OfLast(Plan, later, "3333").Fault);
    }

    [Fact]
    public void An_earlier_result_stays_where_it_is_named()
    {
        var later = Delivered.SetItem("lb1", [.. Delivered["lb1"], Entry(2, Second, "09", "nginx.service=running")])
            .SetItem("k8s-node1", [Entry(1, Second, "09", "kubelet.service=running")]);
        var plan = RollbackPlan.To(Plan, later, First[..8]);
        Assert.Equal(["k8s-node1 0", "lb1 1"], plan.Stages.SelectMany(stage => stage.Hosts).Select(host => $"{host.Host} {host.To}"));
        Assert.Contains("names no delivery", RollbackPlan.To(Plan, later, "33333333").Fault);
        Assert.Contains("names no delivery", RollbackPlan.To(Plan, later, "1").Fault);
        Assert.Contains(
            "k8s-node1 has had more deliveries since",
            RollbackPlan.To(Plan, later.SetItem("k8s-node1", [Entry(3, Second, "09", "")]), First[..8]).Fault);
    }

    [Fact]
    public void Nothing_is_put_back_where_nothing_was_delivered() =>
        Assert.Empty(RollbackPlan.OfLast(Plan, Kept(("lb1", [])), First).Stages);

    [Fact]
    public void A_plan_of_another_form_is_refused()
    {
        var tree = Starter.Unchanged.Compile().Result ?? throw new InvalidDataException();
        (string Old, string Now)[] forms =
        [
            ("haplane-rollout\t2", "haplane-rollout\t1"),
            ("step\t1\tpreflight", "step\t1\tdance"),
            ("step\t2\t", "step\t7\t"),
            ("source\tk8s-master1", "source\tnobody"),
        ];
        foreach (var (old, now) in forms)
            Assert.Contains(RolloutPlanReader.Read(With(tree, old, now)).Findings, finding => finding.Code == "OUT002");
        Assert.Contains(RolloutPlanReader.Read(new FileTree(tree.Files.Remove("rollout.plan"))).Findings, finding => finding.Code == "OUT001");
    }

    // The plan changed, and the list of digests made again.
    private static FileTree With(FileTree tree, string old, string now)
    {
        var text = Encoding.UTF8.GetString(tree.Files["rollout.plan"].Content.Span);
        Assert.Contains(old, text);
        var plan = Encoding.UTF8.GetBytes(text.Replace(old, now, StringComparison.Ordinal));
        var sums = Encoding.UTF8.GetString(tree.Files["SHA256SUMS"].Content.Span)
            .Split('\n')
            .Select(line => line.EndsWith("  rollout.plan", StringComparison.Ordinal)
                ? $"{Generator.Core.Foundation.Values.Sha256.Of(plan)}  rollout.plan"
                : line);
        return new FileTree(
            tree.Files.SetItem("rollout.plan", new TreeFile(plan, false))
                .SetItem("SHA256SUMS", new TreeFile(Encoding.UTF8.GetBytes(string.Join('\n', sums)), false)));
    }

    [Fact]
    public void A_delivery_has_its_change_and_its_message()
    {
        EngineRecord[] records =
        [
            new EngineFact("kept", $"0001 {First} 01 "), new EngineFact("change", "0001 CHG-1"), new EngineFact(
                "message", "0001 move to three masters"),
            new EngineFact("kept", $"0002 {Second} 02 "), new EngineFact("change", "0003 CHG-3"),
        ];
        Assert.Equal(
            [("CHG-1", "move to three masters"), ("", "")], KeptDelivery.Of(records).Select(delivery => (delivery.Change, delivery.Message)));
    }

    private static ImmutableDictionary<string, ImmutableArray<KeptDelivery>> Kept(params (string Host, KeptDelivery[] Deliveries)[] hosts) =>
        hosts.ToImmutableDictionary(host => host.Host, host => host.Deliveries.ToImmutableArray(), StringComparer.Ordinal);

    private static KeptDelivery Entry(int number, string result, string at, string units) =>
        KeptDelivery.Of([new EngineFact("kept", $"{number:0000} {result} {at} {units}")]).Single();
}
