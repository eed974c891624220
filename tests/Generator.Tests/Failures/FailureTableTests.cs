using System.Diagnostics;
using Generator.Core.Reading.Failures;

namespace Generator.Tests.Failures;

public class FailureTableTests
{
    private static readonly Dictionary<string, (ClusterShape Shape, string[] Rows)> Expected = new(StringComparer.Ordinal)
    {
        ["runbook"] = (Shapes.Runbook,
        [
            "m1: All etcd 2/3 lead m2,m3 dark 0",
            "m2: All etcd 3/3 lead m1,m3 dark 0",
            "m3: All etcd 3/3 lead m1,m2 dark 0",
            "w1: All etcd 2/3 lead m1,m2,m3 dark 0",
            "w2: All etcd 2/3 lead m1,m2,m3 dark 0",
            "lb1: Some etcd 3/3 lead m1,m2,m3 dark 5 loses Api, Scheduling",
            "m1+w1: None etcd 1/3 lead  dark 7 loses Api, Etcd, Leaders, Scheduling",
            "m1+w2: None etcd 1/3 lead  dark 7 loses Api, Etcd, Leaders, Scheduling",
            "w1+w2: None etcd 1/3 lead  dark 9 loses Api, Etcd, Leaders, Scheduling",
        ]),
        ["moving"] = (Shapes.Moving,
        [
            "m1: All etcd 2/3 lead m2,m3 dark 0",
            "m2: All etcd 2/3 lead m1,m3 dark 0",
            "m3: All etcd 2/3 lead m1,m2 dark 0",
            "w1: All etcd 3/3 lead m1,m2,m3 dark 0",
            "w2: All etcd 3/3 lead m1,m2,m3 dark 0",
            "lb1: All etcd 3/3 lead m1,m2,m3 dark 0",
            "lb2: All etcd 3/3 lead m1,m2,m3 dark 0",
            "m1+m2: None etcd 1/3 lead  dark 5 loses Api, Etcd, Leaders, Scheduling",
            "m1+m3: None etcd 1/3 lead  dark 5 loses Api, Etcd, Leaders, Scheduling",
            "m2+m3: None etcd 1/3 lead  dark 5 loses Api, Etcd, Leaders, Scheduling",
            "lb1+lb2: Some etcd 3/3 lead m1,m2,m3 dark 5 loses Api, Scheduling",
        ]),
        ["apart"] = (Shapes.Apart,
        [
            "m1: All etcd 3/3 lead m2,m3 dark 0",
            "m2: All etcd 3/3 lead m1,m3 dark 0",
            "m3: All etcd 3/3 lead m1,m2 dark 0",
            "w1: All etcd 3/3 lead m1,m2,m3 dark 0",
            "w2: All etcd 3/3 lead m1,m2,m3 dark 0",
            "lb1: All etcd 3/3 lead m1,m2,m3 dark 0",
            "lb2: All etcd 3/3 lead m1,m2,m3 dark 0",
            "e1: All etcd 2/3 lead m1,m2,m3 dark 0",
            "e2: All etcd 2/3 lead m1,m2,m3 dark 0",
            "e3: All etcd 2/3 lead m1,m2,m3 dark 0",
            "lb1+lb2: Some etcd 3/3 lead m1,m2,m3 dark 5 loses Api, Scheduling",
            "e1+e2: None etcd 1/3 lead  dark 11 loses Api, Etcd, Leaders, Scheduling",
            "e1+e3: None etcd 1/3 lead  dark 11 loses Api, Etcd, Leaders, Scheduling",
            "e2+e3: None etcd 1/3 lead  dark 11 loses Api, Etcd, Leaders, Scheduling",
        ]),
        ["single"] = (Shapes.Single,
        [
            "m1: None etcd 0/1 lead  dark 2 loses Api, Etcd, Leaders, Scheduling",
            "w1: All etcd 1/1 lead m1 dark 0",
            "w2: All etcd 1/1 lead m1 dark 0",
        ]),
        ["unbalanced"] = (Shapes.Unbalanced,
        [
            "m1: Some etcd 2/3 lead m2,m3 dark 4 loses Api, Scheduling",
            "m2: All etcd 2/3 lead m1,m3 dark 0",
            "m3: All etcd 2/3 lead m1,m2 dark 0",
            "w1: All etcd 3/3 lead m1,m2,m3 dark 0",
            "w2: All etcd 3/3 lead m1,m2,m3 dark 0",
            "m2+m3: None etcd 1/3 lead  dark 5 loses Api, Etcd, Leaders, Scheduling",
        ]),
        ["unknown"] = (Shapes.Unknown,
        [
            "m1: All etcd 0/0 lead m2,m3 dark 0",
            "m2: All etcd 0/0 lead m1,m3 dark 0",
            "m3: All etcd 0/0 lead m1,m2 dark 0",
            "w1: All etcd 0/0 lead m1,m2,m3 dark 0",
            "w2: All etcd 0/0 lead m1,m2,m3 dark 0",
            "lb1: All etcd 0/0 lead m1,m2,m3 dark 0",
            "lb2: All etcd 0/0 lead m1,m2,m3 dark 0",
            "lb1+lb2: Some etcd 0/0 lead m1,m2,m3 dark 5 loses Api, Scheduling",
        ]),
        ["named"] = (Shapes.Named,
        [
            "m1: All etcd 3/3 lead m2,m3 dark 0",
            "m2: All etcd 3/3 lead m1,m3 dark 0",
            "m3: All etcd 3/3 lead m1,m2 dark 0",
            "w1: All etcd 3/3 lead m1,m2,m3 dark 0",
            "w2: All etcd 3/3 lead m1,m2,m3 dark 0",
            "lb1: All etcd 3/3 lead m1,m2,m3 dark 0",
            "m3+lb1: Some etcd 3/3 lead m1,m2 dark 4 loses Api, Scheduling",
        ]),
        ["stale"] = (Shapes.Stale,
        [
            "m1: Some etcd 2/3 lead  dark 3 loses Leaders",
            "m2: All etcd 2/3 lead m1,m3 dark 0",
            "m3: All etcd 2/3 lead m1,m2 dark 0",
            "w1: All etcd 3/3 lead m1,m2,m3 dark 0",
            "w2: All etcd 3/3 lead m1,m2,m3 dark 0",
            "lb1: All etcd 3/3 lead m1,m2,m3 dark 0",
            "lb2: All etcd 3/3 lead m1,m2,m3 dark 0",
            "m2+m3: None etcd 1/3 lead  dark 5 loses Api, Etcd, Leaders, Scheduling",
            "lb1+lb2: Some etcd 3/3 lead m1,m2,m3 dark 4 loses Api",
        ]),
    };

    public static TheoryData<string> Names => [.. Expected.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_host_that_dies_takes_away_what_it_carries(string name) =>
        Assert.Equal(Expected[name].Rows, FailureTable.Of(Expected[name].Shape).Rows.Select(Text));

    [Fact]
    public void A_file_that_still_names_the_dead_master_goes_dark()
    {
        var row = FailureTable.Of(Shapes.Stale).Rows[0];
        Assert.Equal(["m2:/cfg/controllers", "m3:/cfg/controllers", "w1:/cfg/kubelet"], row.DarkFiles);
        Assert.Equal([ComponentName.ControllerManager], row.Leaderless);
        Assert.Equal(["w1"], row.NotReadyNodes);
        Assert.Equal(["m1"], row.LostNodes);
        Assert.True(row.EndpointAnswers);
    }

    [Fact]
    public void Nothing_is_claimed_about_what_is_not_known()
    {
        var shape = Shapes.Moving with
        {
            Clients = [new ApiClient("w1", "/cfg/kubelet", ComponentName.Kubelet, "elsewhere:6443")],
            Controllers = [],
            Nodes = [],
            Etcd = [],
        };
        Assert.All(
            FailureTable.Of(shape).Rows.Where(row => row.Hosts.Length == 1),
            row => Assert.Equal((ApiReach.All, FailureLosses.None, 0), (row.Api, row.Losses, row.DarkFiles.Length)));
    }

    [Theory]
    [InlineData("127.0.0.1:7443")]
    [InlineData("localhost:7443")]
    [InlineData("[::1]:7443")]
    public void Loopback_is_the_host_s_own_kube_apiserver(string server)
    {
        var shape = Shapes.Moving with { Clients = [new ApiClient("m2", "/cfg/admin", "", server), new ApiClient("w1", "/cfg/admin", "", server)] };
        Assert.All(FailureTable.Of(shape).Rows.Where(row => row.Hosts.Length == 1), row => Assert.Empty(row.DarkFiles));
        var down = shape with { Apiservers = [.. shape.Apiservers.Select(apiserver => apiserver with { IsUp = apiserver.Host != "m2" })] };
        Assert.All(
            FailureTable.Of(down).Rows.Where(row => !row.Hosts.Contains("m2")),
            row => Assert.Equal(["m2:/cfg/admin"], row.DarkFiles));
    }

    [Fact]
    public void What_does_not_work_now_counts_as_dead()
    {
        var shape = Shapes.Moving with { Etcd = [.. Shapes.Moving.Etcd.Select(member => member with { IsUp = member.Host != "m3" })] };
        var table = FailureTable.Of(shape);
        Assert.Equal(["m1", "m2"], table.Rows.Where(row => row.Losses != 0 && row.Hosts.Length == 1).Select(row => row.Hosts[0]));
        Assert.Equal(new EtcdQuorum(2, 3), table.Rows[2].Etcd);
    }

    // One client less can make "some" to "all": the one that reached nothing is dead itself.
    [Fact]
    public void Another_dead_host_never_means_more()
    {
        foreach (var shape in Shapes.All)
        {
            var outage = new Outage(shape);
            foreach (var first in shape.Hosts)
            {
                var one = outage.Of([first]);
                foreach (var second in shape.Hosts.Where(host => host != first))
                {
                    var both = outage.Of([first, second]);
                    Assert.Equal(FailureLosses.None, one.Losses & ~both.Losses);
                    Assert.True(both.Etcd.Left <= one.Etcd.Left);
                    Assert.Subset(one.CanLead.ToHashSet(), both.CanLead.ToHashSet());
                    Assert.Subset(both.LostNodes.ToHashSet(), one.LostNodes.ToHashSet());
                    var dark = one.DarkFiles.Where(file => !file.StartsWith($"{second}:", StringComparison.Ordinal)).ToHashSet();
                    Assert.Subset(both.DarkFiles.ToHashSet(), dark);
                    Assert.True(both.Api >= one.Api || dark.Count == 0);
                }
            }
        }
    }

    [Fact]
    public void Two_hundred_workers_are_cheap_and_make_no_pairs()
    {
        var shape = Shapes.Cluster(new ClientEntry(Shapes.Vip, ["lb1", "lb2"]), ["lb1", "lb2"], ["m1", "m2", "m3"], workers: 200);
        FailureTable.Of(Shapes.Runbook);
        var watch = Stopwatch.StartNew();
        var table = FailureTable.Of(shape);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
        Assert.Equal(205 + 4, table.Rows.Length);
        Assert.Equal(
            ["m1", "m2", "m3", "w1 to w200 (200 hosts)", "lb1, lb2", "any two of m1, m2, m3", "lb1 and lb2"],
            FailureSummary.Of(table, path => path).Select(row => row.Hosts));
    }

    private static string Text(FailureRow row) =>
        $"{string.Join('+', row.Hosts)}: {row.Api} etcd {row.Etcd.Left}/{row.Etcd.Members} lead {string.Join(',', row.CanLead)} "
            + $"dark {row.DarkFiles.Length}"
            + (row.Losses == FailureLosses.None ? "" : $" loses {row.Losses}");
}
