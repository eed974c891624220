using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Does SELinux, where it enforces, let nginx listen on a port and connect to the API servers?</summary>
/// <param name="Port">The port.</param>
internal sealed record SelinuxAllows(string Host, int Seconds, string Port) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Port];

    internal override ConsoleLine ByHand => new(
        Host,
        "on $h 'getenforce; semanage port -l | grep ^http_port_t'",
        $"Disabled or Permissive; else {Port} among the ports, and httpd_can_network_connect on");

    public static Gate Read(string host, int seconds, Arguments given) => new SelinuxAllows(host, seconds, given.Next());
}
