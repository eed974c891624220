using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Rollout.Actions;

/// <summary>Brings files of a host into use, as one delivery of the host engine that is confirmed or rolled back.</summary>
/// <param name="Group">The group of files.</param>
/// <param name="Units">The units that run with them afterwards, or stop; none where files alone are put in place.</param>
/// <param name="Action">What the units do.</param>
/// <param name="Source">The host that files are copied from; null for none.</param>
/// <param name="Parts">What is done by hand.</param>
public sealed record Deliver(
    string Host,
    DeliveryGroup Group,
    ImmutableArray<string> Units,
    UnitAction Action,
    string? Source,
    ImmutableArray<DeliveryPart> Parts) : RolloutAction(Host), IAction
{
    /// <summary>The configurations of load balancers that are tested by hand.</summary>
    public ImmutableArray<string> Tested { get; init; } = [];

    /// <summary>Those of the units that stop for good, because another one takes their place.</summary>
    public ImmutableArray<string> Stopped { get; init; } = [];

    /// <summary>The units as the host engine takes them.</summary>
    public string UnitList => PlanField.Of(Units);

    internal override ImmutableArray<string> Arguments =>
        [
            Spelling.Of(Group),
            UnitList,
            Spelling.Of(Action),
            Source ?? PlanField.None,
            PlanField.Of([.. Parts.Select(part => Spelling.Of(part))]),
            Tested.IsEmpty ? PlanField.None : PlanField.Of(Tested),
            .. Stopped,
        ];

    // Copying some 600 MB of programs; an API server that is ready after 6 s, and that takes a minute to stop; leases.
    internal override int Estimate => (Group, Action) switch
    {
        (DeliveryGroup.ControlPlane, UnitAction.Restart) => 90,
        (DeliveryGroup.ControlPlane, _) => 30,
        (DeliveryGroup.Node, UnitAction.Start) => 45,
        (DeliveryGroup.Node, _) => 20,
        (_, UnitAction.Stop) => 60,
        _ => 10,
    };

    internal override ImmutableArray<ConsoleLine> ByHand =>
    [
        .. Of(DeliveryPart.RemoveIdentity, "unclone $h", "only what an earlier copy left; it stays as FILE.copied"),
        .. Source is null ? [] : new[] { new ConsoleLine(Host, $"copy {Source} $h") },
        .. Of(DeliveryPart.Place, $"place $h {Spelling.Of(Group)}"),
        .. Of(DeliveryPart.Edit, $"edit $h {Spelling.Of(Group)}"),
        .. Tested.Select(path => new ConsoleLine(Host, $"on $h '{BalancerProgram.OfConfiguration(path)?.Test} {path}'", Passed(path))),
        .. Of(DeliveryPart.DaemonReload, "on $h 'systemctl daemon-reload'"),
        .. Stopped.IsEmpty ? [] : new[] { new ConsoleLine(Host, $"on $h 'systemctl disable --now {string.Join(' ', Stopped)}'") },
        .. Running.Length == 0 ? [] : UnitCommands.Select(command => new ConsoleLine(Host, $"on $h 'systemctl {command} {Running}'")),
        .. Of(DeliveryPart.TakeAway, "leave $h", "everything listed is removed; check by hand what something else still uses"),
    ];

    private string Running => string.Join(' ', Units.Except(Stopped));

    private string[] UnitCommands => Action switch
    {
        UnitAction.Start => ["enable", "start"],
        UnitAction.Reload => ["enable", "reload-or-restart"],
        UnitAction.Restart when Group == DeliveryGroup.LoadBalancer => ["enable", "restart"],
        UnitAction.Restart => ["restart"],
        UnitAction.Stop => ["disable --now"],
        _ => [],
    };

    /// <inheritdoc/>
    public static RolloutAction Read(string host, Arguments given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return new Deliver(
            host,
            Spelling.Parse<DeliveryGroup>(given.Next()),
            given.NextList(),
            Spelling.Parse<UnitAction>(given.Next()),
            given.NextOrNone(),
            [.. given.NextList().Select(Spelling.Parse<DeliveryPart>)])
        {
            Tested = given.NextOrNone()?.Split(',') is { } tested ? [.. tested] : [],
            Stopped = given.Rest(),
        };
    }

    private static string Passed(string path) =>
        BalancerProgram.OfConfiguration(path) == BalancerProgram.Nginx ? "test is successful" : "no fault is printed";

    private IEnumerable<ConsoleLine> Of(DeliveryPart part, string command, string expect = "") =>
        Parts.Contains(part) ? [new ConsoleLine(Host, command, expect)] : [];
}

/// <summary>What the units of a delivery do.</summary>
public enum UnitAction
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>They start, and start at every boot.</summary>
    Start,

    /// <summary>They restart.</summary>
    Restart,

    /// <summary>They start, or reload where they run.</summary>
    Reload,

    /// <summary>They stop for good.</summary>
    Stop,
}

/// <summary>What a delivery does with files, apart from copying.</summary>
public enum DeliveryPart
{
    /// <summary>An identity of the source that an earlier copy left is taken away, with a backup.</summary>
    RemoveIdentity,

    /// <summary>Files are put in place, each whole.</summary>
    Place,

    /// <summary>Single lines are exchanged.</summary>
    Edit,

    /// <summary>systemd reads its units again.</summary>
    DaemonReload,

    /// <summary>What an earlier rollout brought is taken away.</summary>
    TakeAway,
}
