using System.Globalization;
using System.Xml.Linq;
using Generator.Core.Reading.Model;
using Generator.Tests.Golden;
using Generator.Tests.Support;

namespace Generator.Tests.Pictures;

public class PictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Names => [.. Drawings.Names];

    public static TheoryData<string> Changes => [.. Drawings.Names.Where(name => name.StartsWith("change", StringComparison.Ordinal))];

    public static TheoryData<string> Accepted => [.. Drawings.Accepted];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_picture_is_the_accepted_one(string name) =>
        GoldenFiles.Compare(Repository.Path("tests", "golden", "pictures", $"{name}.svg"), Drawings.Of(name).Svg);

    [Fact]
    public void Every_accepted_picture_is_drawn() =>
        GoldenFiles.CompareNames(Repository.Path("tests", "golden", "pictures"), Drawings.Accepted.Select(name => $"{name}.svg"));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_needs_nothing_but_itself(string name)
    {
        var drawing = Drawings.Of(name);
        var elements = drawing.Xml.DescendantsAndSelf().ToArray();
        Assert.All(elements, element => Assert.Equal(Svg, element.Name.Namespace));
        Assert.Equal(["svg", "title", "desc", "style", "rect", "text", "path", "g"], elements.Select(element => element.Name.LocalName).Distinct());
        Assert.DoesNotContain(
            elements.Attributes(),
            attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || attribute.Name.LocalName is "href" or "style");
        Assert.DoesNotContain("url(", drawing.Svg);
        Assert.DoesNotContain("@import", drawing.Svg);
        Assert.Single(drawing.Svg.Split("://"), part => part.EndsWith("http", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_host_is_in_the_picture_with_its_address(string name)
    {
        var drawing = Drawings.Of(name);
        var spoken = Spoken(drawing).Select(text => text.Split(", ")).ToArray();
        foreach (var side in new[] { drawing.Before, drawing.After })
        {
            foreach (var host in side.Hosts.Where(host => side.Workers.Length <= 8 || side.Workers.All(worker => worker.Host != host)))
                Assert.Contains(spoken, parts => parts.Contains(host.Name.ToString()) && parts.Any(part => IsAddress(part, host)));
            foreach (var member in side.Etcd)
                Assert.Contains(spoken, parts => parts[0] == member.Value.Authority);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_worker_stands_alone_or_is_counted(string name)
    {
        var drawing = Drawings.Of(name);
        var workers = drawing.Before.Workers.Concat(drawing.After.Workers).Select(worker => worker.Host.Name.ToString()).ToHashSet();
        var counted = Spoken(drawing).Select(text => text.Split(' ', ',')).Sum(words =>
            words is [var count, "workers", ..] && int.TryParse(count, CultureInfo.InvariantCulture, out var number) ? number
            : workers.Contains(words[0]) ? 1
            : 0);
        Assert.Equal(workers.Count, counted);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_says_of_every_master_and_balancer_what_it_does_to_it(string name)
    {
        var drawing = Drawings.Of(name);
        var (before, after) = (Machines(drawing.Before), Machines(drawing.After));
        foreach (var host in before.Union(after))
        {
            var box = Assert.Single(Boxes(drawing), box => box.Element(Svg + "title")?.Value.Split(", ")[0] == host);
            var expected = !before.Contains(host) ? "+ new" : !after.Contains(host) ? "− removed" : drawing.Changed.Contains(host) ? "~ changes" : "";
            Assert.Equal(expected, string.Concat(box.Elements(Svg + "text").Select(text => text.Value).Where(text => text[0] is '+' or '−' or '~')));
        }
    }

    [Theory]
    [InlineData("starter", false)]
    [InlineData("change", true)]
    public void A_legend_stands_where_something_is_marked(string name, bool isThere) =>
        Assert.Equal(isThere, Drawings.Of(name).Svg.Contains("added by this change", StringComparison.Ordinal));

    [Fact]
    public void A_change_that_changes_nothing_is_the_picture_of_the_cluster()
    {
        var topology = Drawings.Of("starter").After;
        Assert.Equal(Drawing.Of(topology).Svg, new Drawing(Drawings.Of("starter").After, topology, new HashSet<string>()).Svg);
    }

    [Theory]
    [InlineData("one-master", "no load balancer: clients use only k8s-master1")]
    [InlineData("external", "an external load balancer")]
    [InlineData("seven-masters", "VIP 10.20.0.200, carried by lb1, lb2")]
    [InlineData("forty-workers", "nginx, not behind the endpoint")]
    [InlineData("change-to-one-master", "clients use, instead of 192.168.3.201:6443")]
    public void The_way_of_the_clients_is_said(string name, string words) =>
        Assert.Contains(Drawings.Of(name).Xml.Descendants(Svg + "text"), text => text.Value == words);

    private static HashSet<string> Machines(Topology topology) =>
        [.. topology.Hosts.Where(host => topology.Workers.All(worker => worker.Host != host)).Select(host => host.Name.ToString())];

    private static IEnumerable<XElement> Boxes(Drawing drawing) => drawing.Xml.Elements(Svg + "g");

    private static IEnumerable<string> Spoken(Drawing drawing) => Boxes(drawing).Select(box => box.Element(Svg + "title")?.Value ?? "");

    private static bool IsAddress(string text, Host host) =>
        text == host.Address.ToString() || text.StartsWith($"{host.Address.Value.Bracketed}:", StringComparison.Ordinal);
}
