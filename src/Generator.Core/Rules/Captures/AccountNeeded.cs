using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class AccountNeeded
{
    private static readonly string[] Keys = ["User", "Group", "SupplementaryGroups"];

    // Every distribution has these accounts.
    private static readonly string[] OfTheDistribution =
    [
        "root", "nobody", "nogroup", "daemon", "bin", "sys", "adm", "wheel", "systemd-network", "systemd-resolve",
    ];

    internal static readonly Rule Rule = new(
        "ORG023",
        Severity.Warning,
        "new masters need an account",
        "A service cannot start as a user that does not exist, and a file cannot belong to one. haplane creates no accounts.",
        "create the account on each new master (useradd --system) before the rollout, and waive this with that reason",
        Example.With().Changing("k8s-master1/usr/lib/systemd/system/kube-scheduler.service", "[Service]", "[Service]\nUser=kube"),
        Example.With().Changing("k8s-master1/usr/lib/systemd/system/kube-scheduler.service", "[Service]", "[Service]\nUser=root"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var hosts = cluster.Topology.Masters.Select(master => master.Host.Name.Value).Where(name => name != cluster.Topology.Source.Value).ToArray();
        if (cluster.Source is not { } source || hosts.Length == 0)
            return [];
        return from needed in OfUnits(source).Concat(OfFiles(source))
               where !OfTheDistribution.Contains(needed.Account) && !needed.Account.All(char.IsAsciiDigit)
               group needed by needed.Account into same
               let first = same.First()
               select new Finding(first.At, $"{first.What}: {string.Join(", ", hosts)} need the account {same.Key}");
    }

    private static IEnumerable<(string Account, string What, Location At)> OfUnits(Installation source) =>
        from component in source.Components
        from key in Keys
        let entry = component.Unit.All("Service", key).LastOrDefault()
        where entry is not null && !component.Unit.All("Service", "DynamicUser").Any()
        from account in component.SpecifiersOn(source.Capture.Host).Apply(entry.Value).Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select (
            account,
            $"{component.UnitName} has {key}={entry.Value.Text}",
            entry.Value.Place ?? entry.At);

    private static IEnumerable<(string Account, string What, Location At)> OfFiles(Installation source) =>
        from entry in source.Closure
        let seen = entry.Seen
        where seen is not null && entry.Role is not (FileRole.Identity or FileRole.State or FileRole.HostOwned)
        from account in seen.Owner.Text.Split(':')
        select (account, $"{entry.Path} belongs to {seen.Owner}", seen.At);
}
