using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reporting.Changes;

namespace Generator.Tests.Changes;

/// <summary>A change is all that lies between two results: nothing where they are one, and enough to make the one of the other.</summary>
public class ChangePropertyTests
{
    private static readonly Gen<string> Topologies =
        from third in Gen.Bool
        from node in Gen.Bool
        from workers in Gen.Int[0, 4]
        from port in Gen.OneOf(Gen.Const(6443), Gen.Const(7443), Gen.Const(8443))
        from distro in Gen.OneOf("rhel", "debian")
        from second in Gen.Bool
        from http in Gen.Bool
        from batch in Gen.OneOf("1", "10%", "50%")
        from balanced in Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false)))
        select Results.Topology(
            $"[{{name: k8s-master1, address: 192.168.3.171}}, {{name: k8s-master2, address: "
                + $"192.168.3.172{(node ? "" : ", node: false")}}}{(third ? ", {name: k8s-master3, address: 192.168.3.173}" : "")}]",
            "[{name: k8s-node1, address: 192.168.3.174}"
                + $"{(workers > 0 ? $", {{range: \"w[0-{workers}]\", addresses: 10.9.0.0-10.9.0.{workers}, originals: assumed}}" : "")}]",
            balanced
                ? $"{{endpoint: 192.168.3.201, port: {port}, distro: {distro}, http: {(http ? "true" : "false")}, hosts: [{{name: lb1, address: "
                    + $"192.168.3.201}}{(second ? ", {name: lb2, address: 192.168.3.202}" : "")}]}}"
                : "null",
            $"rollout: {{workerBatch: {batch}}}");

    [Fact]
    public void Between_a_result_and_itself_there_is_nothing() => Topologies.Sample(
        topology =>
        {
            var change = Results.Between(topology, topology);
            Assert.True(change.IsEmpty);
            Assert.Empty(change.Effects);
            Assert.Equal("no difference", change.Summary);
        },
        iter: 10);

    [Fact]
    public void A_result_with_the_change_carried_out_is_the_other() => Gen.Select(Topologies, Topologies).Sample(
        pair =>
        {
            var change = Results.Between(pair.Item1, pair.Item2);
            Assert.Equal(Described(change.After.Files), Described(Apply(change)));
        },
        iter: 40);

    private static ImmutableArray<DeliveryFile> Apply(Change change)
    {
        var state = change.Before.Files.ToDictionary(file => (file.Host, file.Path));
        foreach (var (host, file) in change.Hosts.SelectMany(host => host.Files.Select(file => (host.Host.Name, file))))
        {
            if (file.After is not { } after)
            {
                Assert.True(state.Remove((host, file.Path)));
                continue;
            }

            // Everything but the content is in the change itself; the content comes from the diff.
            var old = state.GetValueOrDefault((host, file.Path))?.Content ?? default;
            var content = after.Content is null
                ? (ReadOnlyMemory<byte>?)null
                : after.Edits.Length > 0 || file.Diff.IsEmpty ? after.Content
                : UnifiedPatch.Apply(old, file.Diff);
            state[(host, file.Path)] = after with { Content = content };
        }

        return [.. state.Values];
    }

    private static string[] Described(IEnumerable<DeliveryFile> files) =>
    [
        .. files
            .Select(file => $"{file.Host} {file.Path} {file.Class} {file.Mode} {file.Owner} {file.Sha256} {file.Target} "
                + $"{string.Join('|', file.Edits.Select(edit => edit.New))} {string.Join('|', file.Affects)} "
                + $"{Encoding.UTF8.GetString((file.Content ?? default).Span)}")
            .Order(StringComparer.Ordinal),
    ];
}
