using System.Globalization;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Formats;
using Generator.Core.Planning.Plans;
using Generator.Core.Rollout;

namespace Generator.Core.Output.Layouts;

/// <summary>
/// hosts/HOST.plan: every change on one host, one record per line:
/// <c>unit ROLE UNIT</c>; <c>directory GROUP MODE OWNER PATH</c>; <c>link GROUP PATH TARGET</c>; <c>copy GROUP CLASS MODE OWNER SHA256
/// PATH</c> (from the source master); <c>place GROUP MODE OWNER SHA256 PATH BEFORE</c> (from this folder; before: a digest, absent,
/// distribution or any); <c>edit GROUP PATH COUNT OLD NEW [EARLIER]</c> (earlier: the line that a former rollout wrote instead of the old
/// one), or <c>edit-if-there</c> for a file that may be missing; <c>leave PATH</c> (never copied); <c>remove-if-equal SHA256 PATH</c> (never
/// copied, and removed with a backup if an earlier copy left it); <c>retire GROUP UNIT</c> (stops for good), <c>take-away GROUP RECORD
/// PATH</c> (a digest, directory, link:TARGET); <c>loads UNIT ACTION PATH</c>; <c>health UNIT KIND …</c> (tcp HOST PORT, http URL, https URL
/// CA). The first record holds the time limit of a gate in seconds.
/// </summary>
internal static class HostPlanText
{
    internal static string Of(HostPlan host, ClusterPlan cluster, IEnumerable<Artefact> artefacts)
    {
        var plan = new PlanText();
        var files = artefacts.ToArray();
        plan.Add(
            "haplane-host",
            "1",
            host.Name,
            host.Address.Text,
            cluster.Source.Name,
            cluster.Pace.GateTimeout.Seconds.ToString(CultureInfo.InvariantCulture));
        foreach (var unit in host.Units)
            plan.Add("unit", Spelling.Of(host.GroupOf(unit)), unit);
        foreach (var unit in host.ReplacedUnits)
            plan.Add("retire", Spelling.Of(DeliveryGroup.LoadBalancer), unit);
        foreach (var artefact in files)
            Add(plan, artefact);
        foreach (var artefact in files)
        {
            foreach (var unit in artefact.Units)
                plan.Add("loads", unit, LoadName.Of(artefact.Load), artefact.Path);
        }

        foreach (var check in UnitHealth.Of(cluster, host))
            plan.Add(["health", .. check]);
        foreach (var departure in cluster.Departures.Where(departure => !departure.IsWhole && departure.Host == host.Name))
            Add(plan, departure);

        return plan.ToString();
    }

    /// <summary>The plan of a machine that leaves.</summary>
    internal static string Of(Departure departure, ClusterPlan cluster)
    {
        var plan = new PlanText();
        plan.Add(
            "haplane-host",
            "1",
            departure.Host,
            departure.Address.Text,
            cluster.Source.Name,
            cluster.Pace.GateTimeout.Seconds.ToString(CultureInfo.InvariantCulture));
        Add(plan, departure);
        return plan.ToString();
    }

    private static void Add(PlanText plan, Departure departure)
    {
        foreach (var unit in departure.Units)
            plan.Add("retire", Spelling.Of(DeliveryGroup.Leaving), unit);
        foreach (var file in departure.Files)
            plan.Add("take-away", Spelling.Of(DeliveryGroup.Leftover), file.Record, file.Path);
    }

    private static void Add(PlanText plan, Artefact artefact)
    {
        var group = Spelling.Of(artefact.Group);
        var (mode, owner, digest) = (artefact.Mode.Text, artefact.Owner.Text, artefact.Sha256?.Text ?? "");
        if (artefact.IsCopiedFromSource)
            plan.Add("copy", group, ClassName.Of(artefact.Class), mode, owner, digest, artefact.Path);
        if (artefact.Class == FileClass.Directory)
            plan.Add("directory", group, mode, owner, artefact.Path);
        if (artefact.Target is { } target)
            plan.Add("link", group, artefact.Path, target);
        if (artefact.Content is not null)
            plan.Add("place", group, mode, owner, digest, artefact.Path, artefact.ExpectedBefore);
        if (artefact.Class == FileClass.NeverCopied)
            plan.Add(digest.Length == 0 ? ["leave", artefact.Path] : ["remove-if-equal", digest, artefact.Path]);
        foreach (var edit in artefact.Edits)
            plan.Add(
                [
                    artefact.IsOptional ? "edit-if-there" : "edit",
                    group,
                    artefact.Path,
                    edit.Count.ToString(CultureInfo.InvariantCulture),
                    edit.Old,
                    edit.New,
                    .. edit.Earlier.Length == 0 ? [] : new[] { edit.Earlier },
                ]);
    }
}
