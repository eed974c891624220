using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>Finds the servers that the kubelets and kube-proxies connect to.</summary>
internal static class EndpointGuess
{
    /// <summary>Every server, the one that most files name first.</summary>
    internal static ImmutableArray<Guess<Endpoint>> Of(IEnumerable<CapturedMachine> machines) =>
    [
        .. from seen in machines.SelectMany(Servers)
           group seen.Path by seen.Server into same
           orderby same.Count() descending
           select new Guess<Endpoint>(same.Key, Text(same.Count(), same.First())),
    ];

    private static IEnumerable<(Endpoint Server, string Path)> Servers(CapturedMachine machine) =>
        from entry in machine.Installation.Closure.DistinctBy(entry => entry.Path)
        where entry.Role is FileRole.NodeKubeconfig or FileRole.Identity && entry.Content is not null
        let kubeconfig = entry.Content is { } content ? Content.Kubeconfig(content) : null
        where kubeconfig is not null
        from written in kubeconfig.Servers
        let server = Endpoint.TryParse(written.Value, out var endpoint) ? endpoint : (Endpoint?)null
        where server is not null
        select (server.Value, $"{entry.Path} on {machine.Name}");

    private static string Text(int count, string first) => count == 1 ? first : $"{first} and {Counted.Of(count - 1, "other kubeconfig")}";
}
