using System.Globalization;
using System.Text;
using System.Xml.Linq;
using CsCheck;

namespace Generator.Tests.Pictures;

public class GeometryTests
{
    private static readonly Gen<string> Name = Gen.Char["abimw019-"].Array[0, 55].Select(inner => $"h{new string(inner)}");

    public static TheoryData<string> Names => [.. Drawings.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Everything_fits_and_nothing_overlaps(string name) => Assert.Empty(Geometry.Faults(Drawings.Of(name).Xml));

    [Fact]
    public void Everything_fits_in_the_picture_of_any_change()
    {
        var side = Gen.Select(Name.Array[1, 12], Name.Array[0, 14], Name.Array[0, 4], Gen.Int[0, 9], Gen.Bool, Topology);
        Gen.Select(side, side, Gen.Int[0, 3]).Sample(
            (before, after, every) =>
            {
                var changed = every == 0 ? [] : Core(after).Where((_, i) => i % every == 0).ToHashSet();
                Assert.Empty(Geometry.Faults(new Drawing(Drawing.Bound(before), Drawing.Bound(after), changed).Xml));
            },
            iter: 150);
    }

    [Theory]
    [InlineData(">k8s-master1<", ">k8s-master1-and-a-name-that-is-too-long<")]
    [InlineData(">source<", ">source of the others<")]
    [InlineData("x=\"323\" y=\"680\" width=\"231\"", "x=\"295\" y=\"680\" width=\"231\"")]
    [InlineData("x=\"323\" y=\"680\" width=\"231\"", "x=\"833\" y=\"680\" width=\"231\"")]
    [InlineData("L183 669", "L183 710")]
    public void The_measure_finds_a_fault(string old, string wrong)
    {
        var svg = Drawings.Of("starter").Svg;
        Assert.Contains(old, svg);
        Assert.NotEmpty(Geometry.Faults(XElement.Parse(svg.Replace(old, wrong, StringComparison.Ordinal))));
    }

    private static IEnumerable<string> Core(string topology) =>
        topology.Split("name: ").Skip(1).Select(rest => rest[..rest.IndexOf(',', StringComparison.Ordinal)]);

    private static string Topology(string[] masters, string[] workers, string[] balancers, int members, bool isIpv6)
    {
        var text = new StringBuilder("apiVersion: haplane/v1\ncluster: random\nkubernetes: v1.28.9\n");
        text.Append(Hosts("masters", masters, 1, isIpv6)).Append(Hosts("workers", workers, 2, isIpv6));
        var endpoints = Enumerable.Range(0, members)
            .Select(i => $"\"https://{(isIpv6 ? $"[{Address(1, i, true)}]" : Address(1, i, false))}:2379\"");
        text.Append(CultureInfo.InvariantCulture, $"etcd: {{endpoints: [{string.Join(", ", endpoints)}]}}\n");
        if (balancers.Length > 0)
            text.Append("loadBalancer:\n  ").Append(Hosts("hosts", balancers, 3, isIpv6).Replace("\n", "\n  ", StringComparison.Ordinal));
        return text.ToString();
    }

    private static string Hosts(string key, string[] names, int net, bool isIpv6) =>
        $"{key}: [{string.Join(", ", names.Select((name, i) => $"{{name: {name.TrimEnd('-')}{i}, address: \"{Address(net, i, isIpv6)}\"}}"))}]\n";

    private static string Address(int net, int host, bool isIpv6) =>
        isIpv6
            ? $"2001:1db8:abcd:1234:5678:9abc:d{net}f0:{0x1000 + host:x4}"
            : string.Create(CultureInfo.InvariantCulture, $"192.168.{net}.{host + 1}");
}
