using System.Collections.Immutable;

namespace Generator.Core.Rollout.Actions;

/// <summary>Where the source master leads: stops its component until another master has taken the lease, then starts it again.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="Unit">The unit of the component.</param>
/// <param name="Others">The other masters, by their names in the topology.</param>
internal sealed record RestartLeader(string Host, string Lease, string Unit, ImmutableArray<string> Others) : RolloutAction(Host), IAction
{
    internal override ImmutableArray<string> Arguments => [Lease, Unit, .. Others];

    internal override int Estimate => 30;

    internal override ImmutableArray<ConsoleLine> ByHand =>
        [new(Host, $"leader {Lease}", $"HOST_ID; on that host: systemctl stop {Unit}, and start it when the next line shows another one")];

    public static RolloutAction Read(string host, Arguments given) => new RestartLeader(host, given.Next(), given.Next(), given.Rest());
}
