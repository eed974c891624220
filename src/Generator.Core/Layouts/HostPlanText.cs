using System.Globalization;
using Generator.Core.Artefacts;
using Generator.Core.Ordering;
using Generator.Core.Planning;

namespace Generator.Core.Layouts;

/// <summary>
/// hosts/HOST.plan: everything that is done to one host, one record a line:
/// <c>unit ROLE UNIT</c>; <c>directory GROUP MODE OWNER PATH</c>; <c>link GROUP PATH TARGET</c>; <c>copy GROUP CLASS MODE OWNER SHA256
/// PATH</c> (from the source host); <c>place GROUP MODE OWNER SHA256 PATH BEFORE</c> (from this folder; before: a digest, absent, distribution or
/// any); <c>edit GROUP PATH COUNT OLD NEW</c>;
/// <c>leave PATH</c> (never copied); <c>remove-if-equal SHA256 PATH</c> (never copied, and taken away with a backup where an earlier copy
/// left it); <c>loads UNIT ACTION PATH</c>; <c>health UNIT KIND …</c> (tcp HOST PORT, http URL, https URL CA). The first record says how long
/// a gate lasts, in seconds.
/// </summary>
internal static class HostPlanText
{
    internal static string Of(HostPlan host, ClusterPlan cluster, IEnumerable<Artefact> artefacts)
    {
        var plan = new PlanText();
        var files = artefacts.ToArray();
        plan.Add("haplane-host", "1", host.Name, host.Address.Text, cluster.Source.Name, cluster.Pace.GateTimeout.Seconds.ToString(CultureInfo.InvariantCulture));
        foreach (var unit in host.Units)
            plan.Add("unit", Spelling.Of(host.GroupOf(unit)), unit);
        foreach (var artefact in files)
            Add(plan, artefact);
        foreach (var artefact in files)
        {
            foreach (var unit in artefact.Units)
                plan.Add("loads", unit, Restart.Of(unit, artefact.Path), artefact.Path);
        }

        foreach (var check in UnitHealth.Of(cluster, host))
            plan.Add(["health", .. check]);

        return plan.ToString();
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
            plan.Add("edit", group, artefact.Path, edit.Count.ToString(CultureInfo.InvariantCulture), edit.Old, edit.New);
    }
}
