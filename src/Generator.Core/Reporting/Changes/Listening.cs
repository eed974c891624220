using System.Text;
using System.Text.RegularExpressions;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Reporting.Changes;

/// <summary>The effect on a port of the load balancers that clients may still use.</summary>
internal static partial class Listening
{
    internal static IEnumerable<string> Of(Delivery before, Delivery after)
    {
        if (before.Topology.LoadBalancer is null || after.Topology.LoadBalancer is not { } balancer)
            yield break;
        foreach (var host in before.Hosts.Where(host => host.IsBalancer && after.Find(host.Name) is { IsBalancer: true }))
        {
            var now = Ports(after, host.Name);
            foreach (var port in Ports(before, host.Name).Except(now))
                yield return $"after {host.Name} reloads, it no longer listens on port {port}: an agent that has not moved yet keeps its open "
                    + "connections for a minute but cannot open new ones";
            foreach (var port in now.Where(port => port != balancer.Port.ToString() && port == before.Topology.LoadBalancer.Port.ToString()))
                yield return $"{host.Name} also listens on port {port} until the output of \"haplane build --done\" is rolled out: move clients that "
                    + "are not listed here before that";
        }
    }

    // Ports of nginx's stream block, the only one before the http page, and of haproxy's frontends; its monitor is on loopback.
    private static string[] Ports(Delivery delivery, string host) =>
    [
        .. delivery.Of(host)
            .Where(file => file.Path.EndsWith("nginx.conf", StringComparison.Ordinal) && !file.Affects.IsEmpty && file.Content is not null)
            .SelectMany(file => ListenLine.Matches(Encoding.UTF8.GetString((file.Content ?? default).Span).Split("\nhttp {")[0]))
            .Select(match => match.Groups[1].Value),
    ];

    [GeneratedRegex(@"^\s+(?:listen|bind) (?!127\.)(?:\S*:)?([0-9]+)(?:;| |$)", RegexOptions.Multiline)]
    private static partial Regex ListenLine { get; }
}
