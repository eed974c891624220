using System.Collections.Immutable;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>Finds the load balancer that the nodes use, or one that is set up on a captured host.</summary>
/// <param name="fronts">The fronts on them that lead to the kube-apiservers and that other hosts can reach.</param>
internal sealed class BalancerGuess(ImmutableArray<CapturedMachine> machines, ImmutableArray<SeenFront> fronts, ImmutableArray<DraftedHost> masters)
{
    internal DraftedBalancer? Find()
    {
        var used = EndpointGuess.Of(machines)
            .FirstOrDefault(endpoint => !IsMaster(endpoint.Value.Host) && endpoint.Value.Host.Address is not { IsLoopback: true });
        var chosen = Chosen(used?.Value.Port.Number);
        if (masters.IsEmpty || (used is null && chosen.IsEmpty))
            return null;
        var hosts = Hosts(chosen, used);
        return new DraftedBalancer(
            used is null ? Endpoint(hosts) : new Guess<HostNameOrAddress>(used.Value.Host, used.Evidence),
            chosen is [var front, ..]
                ? new Guess<int>(front.Port, front.Evidence)
                : new Guess<int>(used?.Value.Port.Number ?? 0, used?.Evidence ?? ""),
            hosts,
            chosen is [var first, ..] ? new Guess<BalancerEngine>(first.Engine, first.Evidence) : null)
        {
            Distro = OfAll(hosts).Select(Family).FirstOrDefault(found => found is not null),
            Http = OfAll(hosts).Select(Http).FirstOrDefault(found => found is not null),
        };
    }

    private static IEnumerable<CapturedMachine> OfAll(ImmutableArray<DraftedHost> hosts) =>
        hosts.Select(host => host.Machine).OfType<CapturedMachine>();

    private static Guess<Distro>? Family(CapturedMachine machine) =>
        machine.Report.Distro is { } distro ? new Guess<Distro>(distro, $"/etc/os-release on {machine.Name}") : null;

    // The fronts on the port that the nodes use, else those on the port of the first one.
    private ImmutableArray<SeenFront> Chosen(int? port)
    {
        var onPort = fronts.Where(front => front.Port == port).ToImmutableArray();
        return onPort.IsEmpty ? [.. fronts.Where(front => front.Port == fronts[0].Port)] : onPort;
    }

    private ImmutableArray<DraftedHost> Hosts(ImmutableArray<SeenFront> chosen, Guess<Endpoint>? used) => chosen.IsEmpty
        ? [NotCaptured(used?.Value.Host)]
        : [.. from front in chosen.DistinctBy(front => front.Host)
              let machine = machines.First(machine => machine.Name == front.Host)
              select DraftedHost.Of(machine, []) with { Evidence = front.Evidence, NodeName = null }];

    private static DraftedHost NotCaptured(HostNameOrAddress? endpoint) =>
        new(null, endpoint?.Address?.Text, $"not captured. It carries {endpoint}: haplane capture root@{endpoint}");

    // An address that moves between the hosts, else that of the first one.
    private static Guess<HostNameOrAddress> Endpoint(ImmutableArray<DraftedHost> hosts)
    {
        var moving = OfAll(hosts)
            .SelectMany(machine => VrrpInstance.On(machine.Capture)
                .SelectMany(instance => instance.Addresses)
                .Select(text => (machine.Name, Text: text)))
            .FirstOrDefault(found => Address.TryParse(found.Text, out var address) && address.SpecialKind is null);
        if (moving.Text is not null)
            return new Guess<HostNameOrAddress>(new HostNameOrAddress(moving.Text), $"keepalived on {moving.Name} carries it");
        var first = hosts.FirstOrDefault()?.Address ?? "";
        return new Guess<HostNameOrAddress>(new HostNameOrAddress(first), "the address of its first host. No kubelet uses it yet");
    }

    private static Guess<bool>? Http(CapturedMachine machine) =>
        machine.Capture.Open(BalancerProgram.Nginx.MainConfiguration) is { } file
        && WrittenByHaplane.Is(file)
        && NginxFile.Parse(file) is { } directives
        && directives.Any(directive => directive.Name == "http")
            ? new Guess<bool>(true, $"{BalancerProgram.Nginx.MainConfiguration} on {machine.Name} has an http page")
            : null;

    private bool IsMaster(HostNameOrAddress host) =>
        masters.Any(master => host.Address is { } address ? master.Address == address.Text : master.Name == host.Text);
}
