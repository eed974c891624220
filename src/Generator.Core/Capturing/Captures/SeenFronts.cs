using System.Collections.Immutable;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>Finds the fronts of the load balancers on a captured host.</summary>
internal static class SeenFronts
{
    internal static IEnumerable<SeenFront> On(CapturedMachine machine) => OfNginx(machine.Capture).Concat(OfHaproxy(machine.Capture));

    private static IEnumerable<SeenFront> OfNginx(HostCapture capture) =>
        from root in NginxRoot.On(capture)
        let upstreams = root.All
            .Where(directive => directive is { Name: "upstream", Arguments.Length: 1 })
            .ToLookup(directive => directive.Arguments[0], StringComparer.Ordinal)
        from server in root.All.Where(directive => directive is { Name: "server", Block.Length: > 0 })
        let pass = server.Block.FirstOrDefault(directive => directive is { Name: "proxy_pass", Arguments.Length: 1 })
        where pass is not null
        let servers = upstreams.Contains(pass.Arguments[0]) ? upstreams[pass.Arguments[0]].SelectMany(Named) : [pass.Arguments[0]]
        from listen in server.Block.Where(directive => directive.Name == "listen").Select(NginxListen.Of).OfType<NginxListen>()
        select new SeenFront(capture.Host, BalancerEngine.Nginx, root.Path, listen.Address, listen.First, Split(servers));

    private static IEnumerable<string> Named(NginxDirective upstream) =>
        upstream.Block.Where(directive => directive is { Name: "server", Arguments.Length: > 0 }).Select(directive => directive.Arguments[0]);

    private static IEnumerable<SeenFront> OfHaproxy(HostCapture capture)
    {
        if (capture.Open(HaproxyFront.Configuration) is not { } file)
            return [];
        var sections = HaproxyFile.Parse(file);
        return from section in sections
               where section.Kind is "frontend" or "listen"
               let servers = sections.Where(other => ReferenceEquals(other, section) || Uses(section, other)).SelectMany(Servers).ToArray()
               from bind in Binds(section)
               let place = SeenFront.Split(bind.StartsWith(':') || bind.StartsWith('*') ? $"0.0.0.0:{bind[(bind.LastIndexOf(':') + 1)..]}" : bind)
               where place is not null
               let only = Only(place.Value.Host)
               select new SeenFront(capture.Host, BalancerEngine.Haproxy, HaproxyFront.Configuration, only, place.Value.Port, Split(servers));
    }

    private static bool Uses(HaproxySection front, HaproxySection backend) =>
        backend.Kind == "backend"
        && front.Lines.Any(line => line.Words is ["default_backend" or "use_backend", var used, ..] && used == backend.Name);

    private static IEnumerable<string> Binds(HaproxySection section) =>
        section.Lines.Where(line => line.Words is ["bind", _, ..]).Select(line => line.Words[1])
            .Concat((section.Address ?? []).Take(1))
            .SelectMany(bind => bind.Split(','));

    private static IEnumerable<string> Servers(HaproxySection section) =>
        section.Lines.Where(line => line.Words is ["server", _, _, ..]).Select(line => line.Words[2]);

    private static Address? Only(string host) => Address.TryParse(host, out var address) && !address.IsWildcard ? address : null;

    private static ImmutableArray<(string Host, int Port)> Split(IEnumerable<string> servers) =>
        [.. servers.Select(SeenFront.Split).OfType<(string Host, int Port)>()];
}
