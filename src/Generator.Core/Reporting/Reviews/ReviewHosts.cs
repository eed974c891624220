using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Reporting.Reviews;

/// <summary>The hosts of an output: one row for each, and one for many workers that are alike.</summary>
internal static class ReviewHosts
{
    internal static IEnumerable<HostRow> Of(Delivery output) =>
        from same in output.Hosts.GroupBy(host => host.Roles is ["worker"] ? $"worker\n{Units(host)}" : host.Name, StringComparer.Ordinal)
        let hosts = same.ToArray()
        from row in hosts.Length <= ManyNames.MostAlone
            ? hosts.Select(host => Row(host, host.Name, host.Address))
            : [Row(hosts[0], ManyNames.Of([.. hosts.Select(host => host.Name)]), $"{hosts[0].Address} to {hosts[^1].Address}")]
        select row;

    private static HostRow Row(DeliveryHost host, string names, string address) => new(names, address, string.Join(", ", host.Roles), Units(host));

    private static string Units(DeliveryHost host) => string.Join(", ", host.Units.Select(unit => unit.Name));
}
