using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Output.Languages;
using Generator.Core.Output.Pictures;
using Generator.Core.Planning.Ordering;
using Generator.Core.Rollout;

namespace Generator.Core.Output.Layouts;

/// <summary>Lays the output out as the files of <c>out/</c>. Each kind of file has its own class here.</summary>
internal static class OutFolder
{
    private const string FormerFolder = "former/";

    /// <summary>The files that are the same for every cluster.</summary>
    internal static FileTree Shipped { get; } = new(AnsibleTasks.All
        .Select(file => (file.Path, File: new TreeFile(file.Bytes, IsExecutable: false)))
        .Concat(ShippedShell.All)
        .ToImmutableSortedDictionary(file => file.Path, file => file.File, StringComparer.Ordinal));

    /// <summary>The files that a driver runs or obeys: those that are the same for every cluster, and the ssh settings.</summary>
    /// <param name="plan">The text of rollout.plan.</param>
    internal static FileTree DriverOf(string plan) => new(Shipped.Files.AddRange(
        SshFiles([.. SshWay.InPlan(plan)]).Select(file => KeyValuePair.Create(file.Path, new TreeFile(file.Bytes, IsExecutable: false)))));

    internal static FileTree LayOut(OrderedRollout ordered)
    {
        var phrases = Phrasebook.Of(ordered.Set.Artefacts.Plan.Resolved.Language.Value.Value);
        var rollout = ordered with { Plan = phrases.Translate(ordered.Plan) };
        var artefacts = rollout.Set.Artefacts.All;
        var files = Pages(rollout, phrases)
            .Concat(artefacts.SelectMany(Placed))
            .Concat(artefacts.SelectMany(Diffed))
            .ToImmutableSortedDictionary(file => file.Path, file => new TreeFile(file.Bytes, IsExecutable: false), StringComparer.Ordinal)
            .AddRange(ShippedShell.All.Select(program => KeyValuePair.Create(program.Path, program.File)));
        return new FileTree(files.Add(Checksums.Name, new TreeFile(Checksums.Of(files), IsExecutable: false)));
    }

    private static IEnumerable<(string Path, ReadOnlyMemory<byte> Bytes)> Pages(OrderedRollout rollout, Phrasebook phrases)
    {
        var plan = rollout.Set.Artefacts.Plan;
        yield return ("README.md", Bytes(MarkdownTranslation.Of(ReviewPage.Of(rollout), phrases)));
        yield return ("topology.svg", Bytes(ClusterPicture.Of(plan.Resolved)));
        yield return ("topology.yaml", Bytes(TopologyPage.Of(plan.Resolved)));
        yield return ("manifest.json", ManifestJson.Of(rollout.Set, rollout.Failures));
        yield return ("rollout.json", RolloutJson.Of(rollout));
        yield return ("rollout.plan", Bytes(RolloutPlanText.Write(rollout.Plan)));
        foreach (var file in SshFiles([.. plan.Reached.Select(host => SshWay.Of(host.Name, host.Ssh))]))
            yield return file;
        if (plan.External is { } external)
            yield return (ExternalBalancerPage.Name, Bytes(ExternalBalancerPage.Of(plan, external)));
        if (plan.Signers is { } signers)
            yield return ("signers.allowed", signers);
        yield return ("ansible/inventory.yml", Bytes(AnsibleInventory.Of(plan)));
        yield return ("ansible/site.yml", Bytes(AnsibleSite.Of(rollout)));
        foreach (var tasks in AnsibleTasks.All)
            yield return tasks;
        foreach (var host in plan.Hosts)
            yield return ($"hosts/{host.Name}.plan", Bytes(HostPlanText.Of(host, plan, rollout.Set.Artefacts.Of(host))));
        foreach (var (name, file) in plan.Former?.Files ?? FileTree.Empty.Files)
            yield return ($"{FormerFolder}{name}", file.Content);
        foreach (var departure in plan.Departures.Where(departure => departure.IsWhole))
            yield return ($"hosts/{departure.Host}.plan", Bytes(HostPlanText.Of(departure, plan)));
    }

    private static IEnumerable<(string Path, ReadOnlyMemory<byte> Bytes)> SshFiles(SshWay[] ways)
    {
        yield return (SshConfigText.Name, Bytes(SshConfigText.Of(ways)));
        if (SshConfigText.KnownHostsOf(ways) is { Length: > 0 } keys)
            yield return (SshConfigText.KnownHosts, Bytes(keys));
    }

    private static IEnumerable<(string Path, ReadOnlyMemory<byte> Bytes)> Placed(Artefact artefact) =>
        artefact.Content is { } content ? [($"hosts/{artefact.Host}{artefact.Path}", content)] : [];

    private static IEnumerable<(string Path, ReadOnlyMemory<byte> Bytes)> Diffed(Artefact artefact) =>
        ArtefactDiff.Of(artefact) is { Length: > 0 } diff ? [($"diffs/{artefact.Host}{artefact.Path}.diff", diff)] : [];

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
