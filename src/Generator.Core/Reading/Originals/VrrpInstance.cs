using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Originals;

/// <summary>One address that a captured keepalived moves (keepalived.conf(5), vrrp_instance).</summary>
/// <param name="Host">The load balancer's host.</param>
/// <param name="Block">Its statements.</param>
/// <param name="Checks">Its own checks and those of its group, each with the effective weight.</param>
internal sealed record VrrpInstance(string Host, Location At, ImmutableArray<KeepalivedStatement> Block, ImmutableArray<VrrpCheck> Checks)
{
    /// <summary>The path of keepalived's configuration.</summary>
    internal const string Configuration = "/etc/keepalived/keepalived.conf";

    /// <summary>The priority of the owner of the address, which ignores its checks with a weight.</summary>
    internal const int OwnerPriority = 255;

    private const int DefaultPriority = 100;

    /// <summary>Every instance on the captured load balancer hosts.</summary>
    internal static IEnumerable<VrrpInstance> All(Cluster cluster) => cluster.CapturedBalancers.SelectMany(On);

    /// <summary>The statements of a host's keepalived; none if it has none.</summary>
    internal static ImmutableArray<KeepalivedStatement> Statements(HostCapture capture) =>
        capture.Open(Configuration) is { } file ? KeepalivedFile.Parse(file) : [];

    /// <summary>The addresses that move, without their prefix.</summary>
    internal ImmutableArray<string> Addresses => [.. Inside("virtual_ipaddress").Select(statement => AddressOf(statement.Name))];

    /// <summary>Whether it moves an address, including one that its advertisements leave out.</summary>
    internal bool Carries(string address) =>
        Inside("virtual_ipaddress").Concat(Inside("virtual_ipaddress_excluded")).Any(statement => AddressOf(statement.Name) == address);

    /// <summary>Whether the first address is an IPv6 one: a router number counts separately for each family.</summary>
    internal bool IsIpv6 => Addresses is [var first, ..] && first.Contains(':');

    /// <summary>The statements in a block of it.</summary>
    internal IEnumerable<KeepalivedStatement> Inside(string block) =>
        Block.Where(statement => statement.Name == block).SelectMany(statement => statement.Block);

    /// <summary>The statement with a keyword; null if there is none.</summary>
    internal KeepalivedStatement? Find(string keyword) => Block.LastOrDefault(statement => statement.Name == keyword);

    /// <summary>The value after a keyword; null if there is none.</summary>
    internal string? Value(string keyword) => Find(keyword)?.Value;

    /// <summary>Whether it starts as MASTER.</summary>
    internal bool StartsAsMaster => Value("state") == "MASTER";

    /// <summary>Where nopreempt is set; null if it is not set, or if MASTER clears it.</summary>
    internal KeepalivedStatement? Nopreempt => StartsAsMaster ? null : Find("nopreempt");

    /// <summary>The priority; if no valid one is written, keepalived gives a MASTER that of the owner.</summary>
    internal int Priority =>
        int.TryParse(Value("priority"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var priority)
            && priority is > 0 and <= OwnerPriority ? priority
        : StartsAsMaster && Find("priority") is null ? OwnerPriority
        : DefaultPriority;

    /// <summary>Whether another host's instance carries an address of this one.</summary>
    internal bool IsPeerOf(VrrpInstance other) => other.Host != Host && other.Addresses.Intersect(Addresses).Any();

    /// <summary>The address in a line of virtual_ipaddress, in canonical form if it is an address.</summary>
    internal static string AddressOf(string written)
    {
        var text = written.Split('/')[0];
        return Address.TryParse(text, out var address) ? address.Text : text;
    }

    /// <summary>Every instance of a captured host.</summary>
    internal static IEnumerable<VrrpInstance> On(HostCapture capture)
    {
        var statements = Statements(capture);
        var groups = statements.Where(statement => statement.Name == "vrrp_sync_group").ToArray();
        return from statement in statements
               where statement.Name == "vrrp_instance"
               let around =
                   groups.Where(sync => sync.Block.Any(inner => inner.Name == "group" && inner.Block.Any(member => member.Name == statement.Value)))
               let tracked = statement.Block.Concat(around.SelectMany(sync => sync.Block)).SelectMany(block => VrrpCheck.In(block, statements))
               select new VrrpInstance(capture.Host, statement.At, statement.Block, [.. tracked]);
    }
}
