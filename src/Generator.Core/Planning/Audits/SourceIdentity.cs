using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;

namespace Generator.Core.Planning.Audits;

/// <summary>The values that identify the source master: its addresses of both families, and its names.</summary>
internal sealed partial class SourceIdentity
{
    private readonly ClusterPlan plan;
    private readonly FrozenSet<Address> addresses;
    private readonly Regex names;

    private SourceIdentity(ClusterPlan plan, FrozenSet<Address> addresses, IEnumerable<string> names)
    {
        this.plan = plan;
        this.addresses = addresses;
        // A name as a whole word: no part of a longer name or a path; a domain behind it may follow, and no "=" as behind a label's key.
        var any = string.Join('|', names.Select(name => $"{(name.All(char.IsAsciiLetter) ? "(?<=//)" : "")}{Regex.Escape(name)}"));
        this.names = new Regex($@"(?<![\w.-]|(?<!/)/)({any})(\.[\w-]+)*(?![\w.=-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    /// <summary>
    /// The identity: what the topology says, and the addresses that the source's own flags and keys bind, advertise or give to the node. An
    /// address of another host or of the load balancer is not the source's.
    /// </summary>
    internal static SourceIdentity Of(ClusterPlan plan)
    {
        var written = plan.Source.Captured is { } source ? WrittenSetting.Of(source).Where(setting => IsOwn(setting.Kind)) : [];
        var own = written
            .SelectMany(setting => AddressesIn(setting.Value))
            .Select(found => found.Address)
            .Where(address => address.SpecialKind is null && address != plan.Client.Host.Address && plan.Hosts.All(host => host.Address != address))
            .Append(plan.Source.Address);
        var names = new[] { plan.Source.Name, plan.Source.NodeName ?? plan.Source.Name }.Where(name => !Address.TryParse(name, out _)).Distinct();
        return new SourceIdentity(plan, own.ToFrozenSet(), names);
    }

    /// <summary>The values of the source in a text; those of other hosts, the endpoint of all clients and the members of etcd are none.</summary>
    internal IEnumerable<string> In(string text) =>
        AddressesIn(text)
            .Where(found => addresses.Contains(found.Address) && !IsOfEveryHost(found.Address, text[found.End..]))
            .Select(found => text[found.Start..found.End])
            .Concat(names.Matches(text).Select(match => match.Value).Where(name => name != plan.Client.Host.Text));

    /// <summary>Whether a value is an address that the topology does not know, such as one of the other family.</summary>
    internal bool IsOtherAddress(string value) => Address.TryParse(value, out var address) && address != plan.Source.Address;

    /// <summary>Whether a text is a list of the cluster's hosts, which is the same on all of them.</summary>
    internal bool IsListOfHosts(string text) =>
        plan.Hosts.Any(host => host.Name != plan.Source.Name
            && (AddressesIn(text).Any(found => found.Address == host.Address) || Names(text, host.Name)));

    private static bool Names(string text, string host) => Regex.IsMatch(text, $@"(?<![\w.-]){Regex.Escape(host)}(?![\w-])", RegexOptions.IgnoreCase);

    private static bool IsOwn(SettingKind kind) =>
        kind is SettingKind.OwnAddress or SettingKind.AdvertisedAddress
            or SettingKind.AddressOfSource or SettingKind.AddressAndPortOfSource or SettingKind.RangesOfSource;

    // A load balancer on the source master has its address, too.
    private bool IsOfEveryHost(Address address, string after) =>
        plan.Etcd.Endpoints.Append(plan.Client).Any(member => member.Host.Address == address && Regex.IsMatch(after, $@"^\]?:{member.Port}(?!\d)"));

    // An address in front of a prefix length stands for its network, unless that is the length of an address.
    private static IEnumerable<(Address Address, int Start, int End)> AddressesIn(string text)
    {
        foreach (var match in Ipv4.Matches(text).Concat(Ipv6.Matches(text)))
        {
            var isAddress = Address.TryParse(match.Groups[1].Value, out var address);
            if (isAddress && (match.Groups[2].Length == 0 || match.Groups[2].Value == (address.IsIpv6 ? "/128" : "/32")))
                yield return (address, match.Index, match.Index + match.Groups[1].Length);
        }
    }

    [GeneratedRegex(@"(?<![\w.-]|(?<!/)/)([0-9]{1,3}(?:\.[0-9]{1,3}){3})(/[0-9]+)?(?![\w-]|\.\w)")]
    private static partial Regex Ipv4 { get; }

    [GeneratedRegex(@"(?<![\w.:-])([0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*:[0-9A-Fa-f]{0,4})(/[0-9]+)?(?![\w.:-])")]
    private static partial Regex Ipv6 { get; }
}
