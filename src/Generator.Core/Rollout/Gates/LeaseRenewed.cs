using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Is a lease held and renewed?</summary>
/// <param name="Lease">The lease.</param>
internal sealed record LeaseRenewed(string Host, int Seconds, string Lease) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Lease];

    internal override ConsoleLine ByHand => new(
        Host,
        $"kube -n kube-system get lease {Lease} -o custom-columns=HOLDER:.spec.holderIdentity,RENEWED:.spec.renewTime",
        "renewed just now, by another master");

    public static Gate Read(string host, int seconds, Arguments given) => new LeaseRenewed(host, seconds, given.Next());
}
