using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Planning.Plans;

/// <summary>Finds what was there before and is no longer wanted. A machine is known by its name and its address together.</summary>
/// <param name="before">What was there.</param>
/// <param name="plan">What is to be.</param>
/// <param name="stays">Whether a file that haplane has written stays when its host leaves.</param>
internal sealed class Departures(Delivery before, ClusterPlan plan, Func<string, bool> stays)
{
    private const string NewMaster = "new-master";

    /// <summary>The departures, in their order: masters, workers, and load balancers when nothing uses them any longer.</summary>
    internal ImmutableArray<Departure> All() =>
    [
        .. before.Hosts
            .Select(Of)
            .OfType<Departure>()
            .OrderBy(departure => departure switch { { BalancerPort: not null } => 2, { IsMaster: true } => 0, _ => 1 }),
    ];

    private bool IsLocal => before.Topology.LoadBalancer is { IsNodeLocal: true };

    private Departure? Of(DeliveryHost host)
    {
        if (plan.Hosts.FirstOrDefault(kept => kept.Name == host.Name && kept.Address.Text == host.Address) is not { } same)
            return New(host, host.Units, isWhole: true);
        if (!host.IsBalancer)
            return null;
        return same.Is(HostRole.LoadBalancer)
            ? OfPrograms(host, BalancerChange.On(host, same))
            : New(host, [.. host.Units.Where(unit => unit.Group == "load-balancer")], isWhole: false);
    }

    // The files of a program that is no longer used, and its units where no other one takes their place.
    private Departure? OfPrograms(DeliveryHost host, BalancerChange change)
    {
        var departure = New(host, [.. host.Units.Where(unit => change.Left.Contains(unit.Name))], isWhole: false);
        var files = before.Of(host.Name).Where(file => file.Affects.Any(affected => change.All.Contains(affected.Unit))).Select(file => file.Path);
        var left = departure with
        {
            BalancerPort = null,
            LocalPort = null,
            Files = [.. departure.Files.Where(file => files.Contains(file.Path))],
            Stays = [.. departure.Stays.Intersect(files)],
            LeftPrograms = change.All,
        };
        return left.Units.IsEmpty && left.Files.IsEmpty ? null : left;
    }

    private Departure New(DeliveryHost host, ImmutableArray<DeliveryUnit> units, bool isWhole)
    {
        var declared = before.Topology.Hosts.First(candidate => candidate.Name.Value.Text == host.Name);
        var isReused = isWhole && plan.Hosts.Any(other => other.Name == host.Name);
        var files = before.Of(host.Name)
            .Where(file => file.Class != FileClass.NeverCopied && (isWhole || file.Class == FileClass.Rendered))
            .ToArray();
        return new Departure(
            isReused ? $"{host.Name}-old" : host.Name,
            declared.Address.Value,
            SshPlan.Of(declared),
            isWhole,
            isWhole && host.IsMaster,
            host.IsBalancer && !IsLocal ? before.Topology.LoadBalancer?.Port.Value : null,
            isWhole && host.NodeName.Length > 0 ? host.NodeName : null,
            isReused,
            [.. units.OrderBy(unit => unit.Group == "node" ? 0 : 1).ThenByDescending(unit => units.IndexOf(unit)).Select(unit => unit.Name)],
            [
                .. files.Where(file => IsOurs(host, file))
                    .OrderByDescending(file => file.Path, StringComparer.Ordinal)
                    .Select(file => new LeftoverFile(file.Path, RecordOf(file))),
            ],
            [.. files.Where(file => !IsOurs(host, file)).Select(file => file.Path)])
        {
            LocalPort = host.IsBalancer && IsLocal && !isWhole ? before.Topology.LoadBalancer?.Port.Value : null,
            PassesVipOn = host.IsBalancer
                && before.Topology.LoadBalancer?.Vip is { } vip
                && plan.Balancer?.Vip is { } kept
                && kept.Address.Value == vip.Address.Value,
        };
    }

    // What was there before haplane is the site's, and so is what a member of etcd on that machine may use as well.
    private bool IsOurs(DeliveryHost host, DeliveryFile file) => file.Class == FileClass.Rendered
        ? !stays(file.Path)
        : host.Roles.Contains(NewMaster) && !(IsMember(host) && IsOfEtcd(file.Path));

    private bool IsOfEtcd(string path) => path == plan.Etcd.Ca || path == plan.Etcd.Certificate || path == plan.Etcd.Key;

    private bool IsMember(DeliveryHost host) =>
        before.Topology.Etcd.Select(member => member.Value)
            .Concat(plan.Etcd.Endpoints)
            .Any(member => member.Host.Text == host.Address || member.Host.Text == host.Name);

    private static string RecordOf(DeliveryFile file) => file.Class switch
    {
        FileClass.Directory => "directory",
        FileClass.Link => $"link:{file.Target}",
        _ => file.Sha256,
    };
}
