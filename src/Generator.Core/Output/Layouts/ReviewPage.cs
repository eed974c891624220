using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Formats;
using Generator.Core.Foundation.Templating;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Ordering;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Failures;
using Generator.Core.Rollout;

namespace Generator.Core.Output.Layouts;

/// <summary>README.md of <c>out/</c>: every file with its place and reason, and the rollout as commands that can be run without haplane.</summary>
internal static class ReviewPage
{
    /// <summary>What the template sees.</summary>
    internal sealed record View(
        string Cluster,
        string Kubernetes,
        string Clients,
        string Client,
        string Source,
        string Apiserver,
        string Kubectl,
        string Sudo,
        int Minutes,
        ImmutableArray<HostView> Hosts,
        ImmutableArray<PlaceView> Places,
        ImmutableArray<DepartureView> Departures,
        ImmutableArray<string> Etcd,
        ImmutableArray<string> Leaving,
        ImmutableArray<PhaseView> Phases,
        ImmutableArray<string> LeftBehind,
        ImmutableArray<string> Unknown,
        ImmutableArray<FailureSummary> Failures,
        bool KnowsCarriers);

    /// <summary>One host.</summary>
    internal sealed record HostView(string Name, string Address, string Roles, string Units);

    /// <summary>The files for one host, or for several alike.</summary>
    internal sealed record PlaceView(string Names, ImmutableArray<GroupView> Groups);

    /// <summary>A machine or a role that leaves.</summary>
    internal sealed record DepartureView(string Host, string Address, string What, string Stays);

    /// <summary>The files of one class.</summary>
    internal sealed record GroupView(string Title, ImmutableArray<FileView> Files);

    /// <summary>One file.</summary>
    internal sealed record FileView(string Path, string Effect, string Why);

    /// <summary>One stage of the rollout.</summary>
    internal sealed record PhaseView(string Title, string Stop, ImmutableArray<StepView> Steps);

    /// <summary>One step.</summary>
    internal sealed record StepView(int Number, string Title, ImmutableArray<string> Lines);

    internal static string Of(OrderedRollout rollout)
    {
        var plan = rollout.Set.Artefacts.Plan;
        return Templates.Render("README.md", new View(
            plan.Name,
            plan.Kubernetes.ToString(),
            Clients(plan),
            plan.Client.ToString(),
            plan.Source.Name,
            plan.ApiserverOf(plan.Source).Authority,
            plan.Resolved.Layout.Kubectl.ToString(),
            plan.Hosts.All(host => host.Ssh.User == "root") ? "" : "sudo -n ",
            Estimate.Minutes(rollout.Plan),
            [.. Rows(plan)],
            [.. Places(rollout)],
            [.. plan.Departures.Select(DepartureOf)],
            plan.EtcdOutlook,
            [.. plan.Leaving.Select(MarkdownText.Code)],
            [.. rollout.Plan.Steps.GroupBy(step => step.Phase).Select(PhaseOf)],
            [
                .. rollout.Set.Endpoints.Where(endpoint => endpoint.IsLeftBehind)
                    .Select(endpoint => $"{endpoint.Host}: {endpoint.Path}:{endpoint.At.Line} names {endpoint.Server}{endpoint.ByHand}"),
            ],
            [.. plan.Hosts.SelectMany(host => host.Unknown).Distinct().Order(StringComparer.Ordinal).Select(MarkdownText.Code)],
            FailureSummary.Of(rollout.Failures, MarkdownText.Code),
            plan.IsNodeLocal || !rollout.Failures.Carriers.IsEmpty));
    }

    private static string Clients(ClusterPlan plan) => plan.IsNodeLocal
        ? $"On every node, clients use {plan.Client}, the load balancer of that node. People and pipelines use {plan.People}."
        : $"Clients use {plan.Client}.";

    // One row per host, and one for many workers that are alike.
    private static IEnumerable<HostView> Rows(ClusterPlan plan) =>
        from same in plan.Hosts.GroupBy(host => host.Roles == HostRole.Worker ? $"{string.Join(' ', host.Units)}" : host.Name)
        let hosts = same.ToArray()
        from row in hosts.Length <= ManyNames.MostAlone
            ? hosts.Select(host => Row(host, host.Name, host.Address.Text))
            : [Row(hosts[0], ManyNames.Of([.. hosts.Select(host => host.Name)]), $"{hosts[0].Address} to {hosts[^1].Address}")]
        select row;

    private static HostView Row(HostPlan host, string names, string address) =>
        new(names, address, string.Join(", ", RoleName.Of(host.Roles)), string.Join(", ", host.Units));

    private static IEnumerable<PlaceView> Places(OrderedRollout rollout) =>
        rollout.Set.Artefacts.Plan.Hosts
            .Select(host => (host.Name, Groups: Groups(rollout.Set.Artefacts.Of(host))))
            .GroupBy(
                place => string.Join('\n', place.Groups.SelectMany(group => group.Files.Select(file => $"{group.Title} {file}"))),
                StringComparer.Ordinal)
            .Select(same => new PlaceView(ManyNames.Of([.. same.Select(place => place.Name)]), same.First().Groups));

    private static ImmutableArray<GroupView> Groups(IEnumerable<Artefact> artefacts) =>
    [
        .. artefacts
            .Where(artefact => artefact.Class is not FileClass.Directory)
            .GroupBy(artefact => artefact.Class)
            .OrderBy(same => ReviewOrder.Of(same.Key))
            .Select(same => new GroupView(Title(same.Key), [.. same.Select(FileOf)])),
    ];

    private static string Title(FileClass kind) => kind switch
    {
        FileClass.Rendered => "Written by haplane",
        FileClass.Patched => "Patched: the whole new file is in hosts/, the difference in diffs/",
        FileClass.Edited => "Edited in place: only the lines in diffs/ change, the secrets stay on the host",
        FileClass.Secret => "Secret: streamed from the source master, never stored on the way",
        FileClass.Identical => "Identical: copied from the source master, digest proved on arrival",
        FileClass.Link => "Links",
        _ =>
            "Never copied: one host's identity or state. An identity that equals the source master's was left by an earlier copy: it is removed, "
                + "with a backup",
    };

    private static FileView FileOf(Artefact artefact) => new(
        artefact.Path,
        artefact.Units.IsEmpty || artefact.Class == FileClass.NeverCopied
            ? artefact.Note
            : string.Join(", ", artefact.Units.Select(unit => Effect(artefact, unit))),
        artefact.Why);

    // The old processes of nginx and haproxy end after the minute that their configuration gives them.
    private static string Effect(Artefact artefact, string unit) => artefact switch
    {
        { Load: LoadAction.Reload } when BalancerProgram.OfUnit(unit) == BalancerProgram.Keepalived => $"reload {unit}: no connection is cut",
        { Load: LoadAction.Reload } => $"reload {unit}: every open connection through it is cut after a minute, and taken up again",
        { Class: FileClass.Rendered } when BalancerProgram.OfConfiguration(artefact.Path) is not null =>
            $"restart {unit}, because it listens on other addresses: every open connection through it is cut at once, and taken up again",
        _ => $"restart {unit}",
    };

    private static DepartureView DepartureOf(Departure departure) => new(
        departure.Host,
        departure.Address.Text,
        $"{departure.What}; {string.Join(", ", departure.Units)} "
            + $"{(departure.Units.Length == 1 ? "stops" : "stop")}, {Counted.Of(departure.Files.Count(file => file.Record != "directory"), "file")} "
            + "removed",
        string.Join(", ", departure.Stays.Select(MarkdownText.Code)));

    private static PhaseView PhaseOf(IGrouping<Phase, RolloutStep> phase) =>
        new(PhaseTitle.Of(phase.Key), phase.First().Advice, [.. phase.Select(StepOf)]);

    private static StepView StepOf(RolloutStep step) => new(step.Number, step.Title, [.. ConsoleLines.Of(step)]);
}
