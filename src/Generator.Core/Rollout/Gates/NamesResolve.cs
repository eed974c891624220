using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Does the host know every name that its configuration will use?</summary>
/// <param name="Names">The names.</param>
internal sealed record NamesResolve(string Host, int Seconds, ImmutableArray<string> Names) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [.. Names];

    internal override ConsoleLine ByHand => new(Host, $"on $h 'getent hosts {string.Join(' ', Names)}'", "a line for each name");

    public static Gate Read(string host, int seconds, Arguments given) => new NamesResolve(host, seconds, given.Rest());
}
