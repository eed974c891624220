using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Does the certificate of an API server name everything that clients will use?</summary>
/// <param name="Server">Host and port where the certificate is shown.</param>
/// <param name="Names">The names.</param>
internal sealed record CertificateNames(string Host, int Seconds, string Server, ImmutableArray<string> Names) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Server, .. Names];

    internal override ConsoleLine ByHand => new(Host, "names $h", $"among them {string.Join(' ', Names)}");

    public static Gate Read(string host, int seconds, Arguments given) => new CertificateNames(host, seconds, given.Next(), given.Rest());
}
