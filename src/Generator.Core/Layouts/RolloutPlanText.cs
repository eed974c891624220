using System.Globalization;
using Generator.Core.Formats;
using Generator.Core.Ordering;

namespace Generator.Core.Layouts;

/// <summary>
/// rollout.plan: the ordered steps, one record a line. <c>host NAME USER PORT ADDRESS JUMP HOSTKEY</c>, <c>leaves NAME NODE</c> for one that
/// leaves, <c>note TEXT</c> for a person, then <c>step NUMBER PHASE TITLE</c>, then its
/// <c>do NUMBER VERB HOST ARGUMENT…</c>, what of it the host engine does as one delivery: <c>deliver NUMBER HOST GROUP UNITS</c>, and
/// <c>gate NUMBER QUESTION HOST SECONDS ARGUMENT…</c>.
/// </summary>
internal static class RolloutPlanText
{
    internal static string Of(Rollout rollout)
    {
        var plan = new PlanText();
        plan.Add("haplane-rollout", "1", rollout.Set.Artefacts.Plan.Name);
        plan.Add("source", rollout.Set.Artefacts.Plan.Source.Name);
        plan.Add("kubectl", rollout.Set.Artefacts.Plan.Resolved.Layout.Kubectl.ToString());
        foreach (var note in rollout.Notes)
            plan.Add("note", note);
        foreach (var (name, ssh) in rollout.Set.Artefacts.Plan.Reached)
            plan.Add("host", name, ssh.User, Number(ssh.Port), ssh.Address, ssh.Jump, ssh.HostKey);
        foreach (var departure in rollout.Set.Artefacts.Plan.Departures.Where(departure => departure.IsWhole))
            plan.Add("leaves", departure.Host, departure.NodeName ?? "");
        foreach (var step in rollout.Steps)
            Add(plan, step);
        return plan.ToString();
    }

    /// <summary>The units as the host engine takes them: <c>none</c> where files alone are put in place.</summary>
    internal static string UnitsOf(HostDelivery delivery) => delivery.Units.IsEmpty ? "none" : string.Join(',', delivery.Units);

    private static void Add(PlanText plan, RolloutStep step)
    {
        var number = Number(step.Number);
        plan.Add("step", number, Spelling.Of(step.Phase), step.Title);
        foreach (var action in step.Actions)
            plan.Add(["do", number, Spelling.Of(action.Verb), action.Host, .. action.Arguments]);
        foreach (var delivery in HostDelivery.Of(step))
            plan.Add("deliver", number, delivery.Host, Spelling.Of(delivery.Group), UnitsOf(delivery));
        foreach (var gate in step.Gates)
            plan.Add(["gate", number, Spelling.Of(gate.Question), gate.Host, Number(gate.Seconds), .. gate.Arguments]);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
