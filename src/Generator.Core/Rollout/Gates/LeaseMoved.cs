using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Is a lease held by one of the other masters?</summary>
/// <param name="Lease">The lease.</param>
/// <param name="Others">The other masters, by their names in the topology.</param>
internal sealed record LeaseMoved(string Host, int Seconds, string Lease, ImmutableArray<string> Others) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Lease, .. Others];

    internal override ConsoleLine ByHand => new(
        Host,
        $"leader {Lease}",
        $"{string.Join(" or ", Others)}, by the name that uname -n prints there");

    public static Gate Read(string host, int seconds, Arguments given) => new LeaseMoved(host, seconds, given.Next(), given.Rest());
}
