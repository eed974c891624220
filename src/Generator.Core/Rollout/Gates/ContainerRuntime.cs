using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Does the container runtime run?</summary>
internal sealed record ContainerRuntime(string Host, int Seconds) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [];

    internal override ConsoleLine ByHand => new(Host, "on $h 'systemctl is-active docker containerd crio'", "one of them active");

    public static Gate Read(string host, int seconds, Arguments given) => new ContainerRuntime(host, seconds);
}
