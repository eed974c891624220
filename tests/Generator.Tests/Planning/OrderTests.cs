using Generator.Tests.Support;

namespace Generator.Tests.Planning;

/// <summary>In what order hosts are asked, saved and led, as rollout.plan says it.</summary>
public class OrderTests
{
    [Fact]
    public void Every_host_is_asked_before_anything_is_saved_on_one()
    {
        string[] first = ["preflight", "backup", "stage"];
        Assert.Equal(first, Records("step").Select(step => step[2]).Take(first.Length));
    }

    [Theory]
    [InlineData("do", "restart-leader", 8)]
    [InlineData("gate", "lease-moved", 8)]
    public void A_leader_is_compared_with_every_other_master_by_name(string kind, string name, int before)
    {
        var records = Records(kind).Where(record => record[4] == name).ToArray();
        Assert.Equal(2, records.Length);
        Assert.All(records, record => Assert.Equal(["k8s-master2", "k8s-master3"], record[before..]));
    }

    private static string[][] Records(string kind) =>
        [.. Text("rollout.plan").Split('\n').Select(line => line.Split('\t')).Where(record => record[0] == kind)];

    private static string Text(string path) => System.Text.Encoding.UTF8.GetString(Starter.Unchanged.Compile().Whole().Files[path].Content.Span);
}
