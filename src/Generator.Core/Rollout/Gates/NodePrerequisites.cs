using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Are swap and the kernel's settings for the pods' traffic as the source master has them?</summary>
internal sealed record NodePrerequisites(string Host, int Seconds) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [];

    internal override ConsoleLine ByHand => new(
        Host,
        "on $h 'swapon --show; sysctl net.ipv4.ip_forward net.bridge.bridge-nf-call-iptables'",
        "both 1; no swap, unless the kubelet allows it");

    public static Gate Read(string host, int seconds, Arguments given) => new NodePrerequisites(host, seconds);
}
