using System.Collections.Immutable;
using Generator.Core.Diagnostics;
using Generator.Core.Syntax;

namespace Generator.Core.Originals;

/// <summary>The servers of a captured nginx that pass connections to apiservers.</summary>
internal static class NginxFront
{
    // What chooses a server (nginx.org, ngx_stream_upstream_module); without any of them it is round robin.
    private static readonly string[] MethodNames = ["hash", "ip_hash", "least_conn", "least_time", "random"];

    internal static IEnumerable<BalancerFront> All(Cluster cluster, HostCapture capture)
    {
        if (BalancerHost.CanReplaceConfiguration(capture))
            return [];
        var files = FilesOf(capture).ToArray();
        var upstreams = files.SelectMany(directive => directive.All).Where(directive => directive is { Name: "upstream", Arguments.Length: 1 }).ToLookup(directive => directive.Arguments[0], StringComparer.Ordinal);
        return files
            .SelectMany(directive => Servers(directive, []))
            .Select(found => Of(cluster, capture.Host, found.Server, found.Scopes, upstreams))
            .OfType<BalancerFront>();
    }

    /// <summary>The top directives of every file of nginx that was captured; a file that cannot be read has none.</summary>
    internal static IEnumerable<NginxDirective> FilesOf(HostCapture capture) =>
        capture.Files
            .Where(file => file.Key.Contains("nginx", StringComparison.Ordinal) || file.Key.EndsWith(".conf", StringComparison.Ordinal))
            .SelectMany(file => NginxFile.Parse(file.Value) ?? []);

    // Every server with what stands around it, from the inside out: a setting there counts where the server has none.
    private static IEnumerable<(NginxDirective Server, ImmutableArray<NginxDirective> Scopes)> Servers(NginxDirective directive, ImmutableArray<NginxDirective> around) =>
        directive is { Name: "server", Block.Length: > 0 }
            ? [(directive, [directive, .. around])]
            : directive.Block.SelectMany(inner => Servers(inner, [directive, .. around]));

    private static BalancerFront? Of(Cluster cluster, string host, NginxDirective server, ImmutableArray<NginxDirective> scopes, ILookup<string, NginxDirective> upstreams)
    {
        if (server.Block.FirstOrDefault(directive => directive is { Name: "proxy_pass", Arguments.Length: 1 }) is not { } pass)
            return null;
        var upstream = upstreams[pass.Arguments[0]].FirstOrDefault();
        ImmutableArray<(string Server, Location At)> servers = upstream is null
            ? [(pass.Arguments[0], pass.At)]
            : [.. upstream.Block.Where(directive => directive is { Name: "server", Arguments.Length: > 0 }).Select(directive => (directive.Arguments[0], directive.At))];
        return !servers.Any(behind => BalancerFront.IsMaster(cluster, behind.Server)) ? null : new BalancerFront(
            host,
            "nginx",
            server.At,
            servers,
            Limit(scopes, "proxy_timeout"),
            Limit(scopes, "proxy_connect_timeout") ?? new BalancerLimit(TimeSpan.FromSeconds(60), "no proxy_connect_timeout, which is 60s", server.At),
            [.. (upstream?.Block ?? []).Where(directive => MethodNames.Contains(directive.Name)).Select(directive => (string.Join(' ', directive.Arguments.Prepend(directive.Name)), directive.At))]);
    }

    private static BalancerLimit? Limit(ImmutableArray<NginxDirective> scopes, string name) =>
        scopes.SelectMany(scope => scope.Block).FirstOrDefault(directive => directive.Name == name) is { Arguments: [var text, ..] } found
        && BalancerTime.OfNginx(text) is { } time
            ? new BalancerLimit(time, $"{name} {text}", found.At)
            : null;
}
