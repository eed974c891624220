using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Binding.Faults;
using Generator.Core.Reading.Model;

namespace Generator.Core.Reading.Binding;

/// <summary>Binds the hosts of each role and expands ranges in place.</summary>
/// <param name="ssh">The default way to reach hosts.</param>
internal sealed class HostBinder(SshSettings ssh)
{
    // Twice the largest cluster that Kubernetes supports (kubernetes.io, "Considerations for large clusters").
    private const int MostHosts = 10_000;
    private int count;

    internal ImmutableArray<Master> Masters(IEnumerable<SectionReader> entries) =>
    [
        .. from entry in entries
           let runsNode = entry.Optional(HostKeys.Node)
           from host in Hosts(entry)
           select new Master(host, NodeName(entry, host), runsNode),
    ];

    internal ImmutableArray<Worker> Workers(IEnumerable<SectionReader> entries) =>
    [
        .. from entry in entries
           let assumed = IsAssumed(entry)
           from host in Hosts(entry)
           select new Worker(host, NodeName(entry, host), assumed),
    ];

    /// <summary>Load balancer hosts have no ranges and no node name.</summary>
    internal ImmutableArray<Host> LoadBalancers(IEnumerable<SectionReader> entries) =>
    [
        .. entries.Select(entry => Host(entry, entry.Required(HostKeys.Name), entry.Required(HostKeys.Address))),
    ];

    private static bool IsAssumed(SectionReader entry) => entry.Optional(HostKeys.Originals) is not null;

    private static Located<DnsName> NodeName(SectionReader entry, Host host) =>
        entry.OrDefault(HostKeys.NodeName, new DnsName(host.Name.Value.Text ?? ""));

    private IEnumerable<Host> Hosts(SectionReader entry)
    {
        var isRange = entry.Has(HostKeys.Range) || entry.Has(HostKeys.Addresses);
        if (!isRange)
            return [Host(entry, entry.Required(HostKeys.Name), entry.Required(HostKeys.Address))];
        if (entry.Has(HostKeys.Name) || entry.Has(HostKeys.Address) || entry.Has(HostKeys.NodeName))
            entry.Report(NameAndRange.At(entry.Node));
        return Unfolded(entry, entry.Required(HostKeys.Range), entry.Required(HostKeys.Addresses));
    }

    private IEnumerable<Host> Unfolded(SectionReader entry, Located<NameRange> range, Located<AddressRange> addresses)
    {
        if (!range.IsWritten || !addresses.IsWritten)
            return [];
        if (IsTooMany(entry, range))
            return [];
        var names = range.Value.Names.ToArray();
        var found = addresses.Value.Take(names.Length + 1).ToArray();
        if (names.Length != found.Length)
        {
            entry.Report(RangesDiffer.At(addresses.At, names.Length, addresses.Value));
            return [];
        }

        return names.Zip(found, (name, address) => Host(
            entry,
            new Located<DnsLabel>(new DnsLabel(name), range.At, IsWritten: true),
            new Located<Address>(address, addresses.At, IsWritten: true)));
    }

    private bool IsTooMany(SectionReader entry, Located<NameRange> range)
    {
        var wasFull = count > MostHosts;
        count += range.Value.Count;
        if (count > MostHosts && !wasFull)
            entry.Report(TooManyHosts.At(range.At, MostHosts));
        return count > MostHosts;
    }

    private Host Host(SectionReader entry, Located<DnsLabel> name, Located<Address> address)
    {
        var own = entry.Section(HostKeys.Ssh);
        var target = new SshTarget(
            own.Optional(SshKeys.User) ?? ssh.User,
            own.Optional(SshKeys.Port) ?? ssh.Port,
            own.OrDefault(SshKeys.Address, HostNameOrAddress.Of(address.Value)),
            own.Optional(SshKeys.Jump),
            own.Optional(SshKeys.HostKey));
        return new Host(entry.Node.At, name, address, target);
    }
}
