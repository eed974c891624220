using Generator.Tests.Support;
using static Generator.Tests.Support.Judgement;

namespace Generator.Tests.Rules;

/// <summary>What is found in captured keepalived.conf files, alone and against each other.</summary>
public class KeepalivedRuleTests
{
    private const string Path1 = "lb1/etc/keepalived/keepalived.conf";
    private const string Path2 = "lb2/etc/keepalived/keepalived.conf";
    private const string Defined = "global_defs {\nscript_user root\nenable_script_security\n}\nvrrp_script chk {\nscript \"/usr/bin/pgrep nginx\"\n"
        + "weight -20\n}\n";

    private static readonly Starter Pair = Starter.Unchanged with
    {
        Topology = Starter.Unchanged.Topology.Replace(
            "{name: lb1, address: 192.168.3.201}",
            "{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}",
            StringComparison.Ordinal),
    };

    [Theory]
    // Measured: who takes over has no nopreempt, and the address moves.
    [InlineData("nopreempt\npriority 100\n", "priority 90\n", "VIP001", null)]
    [InlineData(
        "priority 100\n", "nopreempt\npriority 90\n", "VIP001", "the check chk of keepalived on lb1 has the weight -20, and lb2 has nopreempt")]
    [InlineData(
        "nopreempt\npriority 100\n",
        "nopreempt\npriority 90\n",
        "VIP001",
        "the check chk of keepalived on lb1 has the weight -20, and lb2 has nopreempt")]
    [InlineData("priority 100\n", "nopreempt\npriority 90\nstate MASTER\n", "VIP001", null)]
    [InlineData("priority 100\n", "priority 90\n", "VIP003", null)]
    [InlineData("priority 100\n", "priority 80\n", "VIP003", "the check chk on lb1 changes the priority by 20, and priority 100 is 20 above lb2's")]
    // keepalived's own number for a MASTER without one.
    [InlineData("state MASTER\n", "priority 50\n", "VIP003", "keepalived on lb1 starts as MASTER without a priority, which makes it 255")]
    [InlineData("priority 255\n", "priority 250\n", "VIP003", "keepalived on lb1 has the priority 255")]
    [InlineData("state MASTER\npriority 100\n", "priority 90\n", "VIP003", null)]
    [InlineData("priority 99999999999\n", "priority 90\n", "VIP003", null)]
    public void An_address_moves_or_never_does(string first, string second, string code, string? expected) =>
        Judge(Pair.Adding(Path1, Defined + Instance(first)).Adding(Path2, Defined + Instance(second)), code, expected);

    [Fact]
    public void A_capture_of_one_host_says_that_the_other_is_unknown() =>
        Judge(Pair.Adding(Path1, Defined + Instance("nopreempt\n")), "VIP001", "it has nopreempt; the other host, where it counts, was not captured");

    [Theory]
    [InlineData(
        "vrrp_track_process chk {\nprocess nginx\nweight -5\n}\n", "track_process {\nchk\n}\n", "the check chk on lb1 changes the priority by 5")]
    [InlineData("", "track_interface {\neth1 weight -10\n}\n", "the check eth1 on lb1 changes the priority by 10")]
    [InlineData("", "track_script {\nchk weight -2147483648\n}\n", null)]
    [InlineData(
        "vrrp_script chk {\nscript /bin/true\nweight -5\n}\nvrrp_sync_group G {\ngroup {\nVI\n}\ntrack_script {\nchk\n}\n}\n",
        "",
        "the check chk on lb1 changes the priority by 5")]
    [InlineData("track_file chk {\nfile /run/chk\n}\n", "track_file {\nchk\n}\n", null)]
    public void Everything_that_is_tracked_counts(string defined, string tracked, string? expected)
    {
        string Host(int priority) => $"{defined}vrrp_instance VI {{\nvirtual_router_id 61\npriority {priority}\nvirtual_ipaddress {{\n"
            + $"192.168.3.201\n}}\n{tracked}}}\n";
        Judge(Pair.Adding(Path1, Host(100)).Adding(Path2, Host(50)), "VIP003", expected);
    }

    [Theory]
    [InlineData("track_script {\nchk\n}\n", null)]
    [InlineData("track_interface {\neth1\n}\n", "keepalived on lb1 carries 192.168.3.201 but tracks no script, process or file")]
    [InlineData("", "keepalived on lb1 carries 192.168.3.201 but tracks no script, process or file")]
    public void An_interface_says_nothing_of_the_balancer(string tracked, string? expected) =>
        Judge(Pair.Adding(Path1, Defined + Instance("", tracked)), "VIP008", expected);

    [Theory]
    [InlineData("fd00::5/64", "fd00::5/64", null)]
    [InlineData("fd00::5/64", "FD00:0::5/64", null)]
    [InlineData("192.168.3.209", "192.168.3.209", "router number 61 is used for 192.168.3.209 on lb1 and for 192.168.3.201 on lb1")]
    public void A_router_number_counts_for_each_family(string other, string there, string? expected)
    {
        string Host(string address) => Instance("") + Instance("").Replace("192.168.3.201", address, StringComparison.Ordinal);
        var both = Pair.Adding(Path1, Host(other)).Adding(Path2, expected is null ? Host(there) : Instance(""));
        Judge(both, "VIP006", expected);
    }

    [Fact]
    public void Lists_of_one_address_and_more_differ()
    {
        var longer = Instance("").Replace("192.168.3.201", "192.168.3.201\n192.168.3.209", StringComparison.Ordinal);
        var finding = Judge(
            Pair.Adding(Path1, longer).Adding(Path2, Instance("")),
            "VIP006",
            "the lists differ: router number 61 carries 192.168.3.201 on lb2, but 192.168.3.201, 192.168.3.209 on lb1");
        Assert.Equal("write one list in virtual_ipaddress on all hosts of the VIP, and capture them again", finding?.Hint);
    }

    [Fact]
    public void An_instance_whose_addresses_stand_elsewhere_shares_nothing() =>
        Judge(Pair.Adding(Path1, Instance("")).Adding(Path2, Instance("").Replace("192.168.3.201", "", StringComparison.Ordinal)), "VIP006", null);

    [Theory]
    [InlineData("enable_script_security\n", "user root\n", null)]
    [InlineData("enable_script_security\n", "", "has no script_user")]
    [InlineData("", "user root\n", "has no enable_script_security")]
    public void A_script_may_have_its_own_user(string global, string script, string? expected) =>
        Judge(
            Pair.Adding(Path1, $"global_defs {{\n{global}}}\nvrrp_script chk {{\nscript /bin/true\n{script}}}\n{Instance("")}"), "VIP007", expected);

    // keepalived -t accepts it, and people write it.
    [Fact]
    public void One_line_blocks_are_read()
    {
        string Host(int priority) => $"vrrp_script chk {{\n    script \"/etc/keepalived/check.sh\"\n    weight -30\n}}\nvrrp_instance VI_1 {{\n"
            + $"    virtual_router_id 51\n    priority {priority}\n    authentication {{ auth_type PASS; auth_pass haplane-redacted }}\n"
            + $"    virtual_ipaddress {{ 192.168.3.201/24 }}\n    track_script {{ chk }}\n}}\n";
        Judge(Pair.Adding(Path1, Host(100)).Adding(Path2, Host(50)), "VIP003", "priority 100 is 50 above lb2's");
    }

    [Theory]
    [InlineData("vrrp_instance A {\nvirtual_ipaddress {\n{\n}\n}\n}\n")]
    [InlineData("}\n}\n{\n{{{{\nvrrp_instance {\ntrack_script {\n{\n}\n}\nunicast_peer {\n{\n}\n}\nvrrp_script\nvrrp_script {\n")]
    [InlineData(
        "vrrp_instance A {\nvirtual_router_id\nvirtual_ipaddress {\n192.168.3.201\n}\ntrack_script {\nx weight -2147483648\ny weight\n}\n}\n"
            + "vrrp_sync_group {\ngroup\n}\n")]
    public void A_hostile_file_brings_no_rule_down(string content) =>
        Assert.NotEmpty(Pair.Adding(Path1, content).Adding(Path2, Defined + Instance("priority 5\n")).Compile().Findings);

    private static string Instance(string lines, string tracked = "track_script {\nchk\n}\n") =>
        $"vrrp_instance VI {{\nvirtual_router_id 61\n{lines}virtual_ipaddress {{\n192.168.3.201\n}}\n{tracked}}}\n";
}
