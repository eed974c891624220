using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Ordering;
using Generator.Core.Templating;

namespace Generator.Core.Layouts;

/// <summary>
/// ansible/site.yml: a play for each step, with what is done and asked in it as data. Every text is <c>!unsafe</c>: Ansible takes none for a
/// template. The tasks beside it are the same for every cluster.
/// </summary>
internal static class AnsibleSite
{
    /// <summary>What the template sees; every text is a scalar of YAML already.</summary>
    internal sealed record View(string Group, string Source, string LeftOut, ImmutableArray<string> Notes, ImmutableArray<GateView> Joins, ImmutableArray<PlayView> Plays);

    /// <summary>The play of a step.</summary>
    internal sealed record PlayView(
        int Number,
        string Title,
        ImmutableArray<string> Hosts,
        string Phase,
        string Tasks,
        bool IsAlwaysAsked,
        ImmutableArray<DeliveryView> Deliveries,
        ImmutableArray<string> Copied,
        ImmutableArray<ActionView> Actions,
        ImmutableArray<GateView> Gates);

    /// <summary>One delivery of the host engine.</summary>
    internal sealed record DeliveryView(string Host, string Group, string Units);

    /// <summary>Something that the host engine is asked to do, or that is waited for.</summary>
    internal sealed record ActionView(string Host, string Verb, ImmutableArray<string> Arguments);

    /// <summary>The questions to one host.</summary>
    internal sealed record GateView(string Host, ImmutableArray<QuestionView> Questions);

    /// <summary>One question: its name, for how long it is asked (seconds), its arguments.</summary>
    internal sealed record QuestionView(ImmutableArray<string> Fields);

    /// <summary>A host that leaves may be dead: whoever calls says so, and every play goes without it.</summary>
    internal const string LeftOut = ", \"{{ '!' ~ (haplane_gone | default(['haplane_nobody']) | join(':!')) }}\"";

    internal static string Of(Rollout rollout) => Templates.Render("site.yml", new View(
        AnsibleText.Of(AnsibleInventory.Group),
        AnsibleText.Of(rollout.Set.Artefacts.Plan.Source.Name),
        rollout.Set.Artefacts.Plan.Departures.Any(departure => departure.IsWhole) ? LeftOut : "",
        Texts(rollout.Notes),
        [.. Gates(rollout.Steps.Where(step => step.Phase == Phase.NodeAgents).SelectMany(step => step.Gates))],
        [.. rollout.Steps.Select(Play)]));

    private static PlayView Play(RolloutStep step) => new(
        step.Number,
        AnsibleText.Of(string.Create(CultureInfo.InvariantCulture, $"Step {step.Number}: {step.Title}")),
        Texts(Hosts(step)),
        AnsibleText.Of(Spelling.Of(step.Phase)),
        Tasks(step),
        step.Phase == Phase.Final,
        [.. HostDelivery.Of(step).Select(delivery => new DeliveryView(AnsibleText.Of(delivery.Host), AnsibleText.Of(Spelling.Of(delivery.Group)), AnsibleText.Of(RolloutPlanText.UnitsOf(delivery))))],
        Texts(step.Actions.Where(action => action.Verb == Verb.Copy).Select(action => action.Host)),
        [.. step.Actions.Where(IsLeftToDo).Select(action => new ActionView(AnsibleText.Of(action.Host), AnsibleText.Of(Spelling.Of(action.Verb)), Texts(action.Arguments)))],
        [.. Gates(step.Gates)]);

    // The hosts that a step changes; where it changes none, those that it is about. What every host gets, every host gets.
    private static IEnumerable<string> Hosts(RolloutStep step)
    {
        if (step.Phase == Phase.Stage)
            return [AnsibleInventory.Group];
        var changed = HostDelivery.Of(step).Select(delivery => delivery.Host);
        var acting = step.Actions.Select(action => action.Host);
        return new[] { changed, acting, step.Gates.Select(gate => gate.Host) }.First(hosts => hosts.Any()).Distinct();
    }

    private static string Tasks(RolloutStep step) => step.Phase switch
    {
        Phase.Backup => "backup",
        Phase.Preflight => "preflight",
        Phase.Stage => "stage",
        Phase.Takeover => "takeover",
        Phase.Final => "final",
        Phase.Departure => HostDelivery.Of(step).Any() ? "change" : "part",
        Phase.NodeAgents => "join",
        Phase.ControlPlane or Phase.LoadBalancer or Phase.Workers or Phase.SourceNode => HostDelivery.Of(step).Any() ? "change" : "watch",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.Phase, "say which tasks carry this out"),
    };

    // The rest is one delivery of the host engine.
    private static bool IsLeftToDo(RolloutAction action) => action.Verb switch
    {
        Verb.BackUpEtcd or Verb.BackUpFiles or Verb.RestartLeader or Verb.ApproveCsr or Verb.Soak or Verb.DrainNode or Verb.ForgetNode => true,
        Verb.Stage or Verb.Copy or Verb.RemoveIfEqual or Verb.Place or Verb.Edit or Verb.DaemonReload or Verb.Enable or Verb.Start or Verb.Restart
            or Verb.StartOrReload or Verb.TestNginx or Verb.Stop or Verb.TakeAway => false,
        _ => throw new ArgumentOutOfRangeException(nameof(action), action.Verb, "say whether the delivery does this"),
    };

    private static IEnumerable<GateView> Gates(IEnumerable<Gate> gates) =>
        gates.GroupBy(gate => gate.Host, StringComparer.Ordinal).Select(asked => new GateView(AnsibleText.Of(asked.Key), [.. asked.Select(Question)]));

    private static QuestionView Question(Gate gate) =>
        new([AnsibleText.Of(Spelling.Of(gate.Question)), gate.Seconds.ToString(CultureInfo.InvariantCulture), .. Texts(gate.Arguments)]);

    private static ImmutableArray<string> Texts(IEnumerable<string> texts) => [.. texts.Select(AnsibleText.Of)];
}
