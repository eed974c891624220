using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>The servers of a captured nginx that pass connections to kube-apiservers.</summary>
internal static class NginxFront
{
    // The balancing methods (nginx.org, ngx_stream_upstream_module); without any of them it is round robin.
    private static readonly string[] MethodNames = ["hash", "ip_hash", "least_conn", "least_time", "random"];

    private static readonly string[] ClientKeys = ["$remote_addr", "${remote_addr}", "$binary_remote_addr", "${binary_remote_addr}"];

    /// <summary>Every front of a host.</summary>
    internal static IEnumerable<BalancerFront> All(Cluster cluster, HostCapture capture) =>
        NginxRoot.Staying(capture).SelectMany(root => Of(cluster, capture.Host, root));

    /// <summary>The fronts of one nginx.</summary>
    internal static IEnumerable<BalancerFront> Of(Cluster cluster, string host, NginxRoot root)
    {
        var upstreams = root.All.Where(directive => directive is { Name: "upstream", Arguments.Length: 1 })
            .ToLookup(directive => directive.Arguments[0], StringComparer.Ordinal);
        return root.Directives
            .SelectMany(directive => Servers(directive, []))
            .SelectMany(found => Of(cluster, host, found.Server, found.Scopes, upstreams));
    }

    // Every server with its enclosing blocks, from the inside out: their settings apply if the server has none.
    private static IEnumerable<(NginxDirective Server, ImmutableArray<NginxDirective> Scopes)> Servers(
        NginxDirective directive, ImmutableArray<NginxDirective> around) =>
        directive is { Name: "server", Block.Length: > 0 }
            ? [(directive, [directive, .. around])]
            : directive.Block.SelectMany(inner => Servers(inner, [directive, .. around]));

    // In http a server passes requests on in its locations. A variable can stand for any upstream.
    private static IEnumerable<BalancerFront> Of(
        Cluster cluster, string host, NginxDirective server, ImmutableArray<NginxDirective> scopes, ILookup<string, NginxDirective> upstreams) =>
        from pass in server.Block.SelectMany(directive => directive.All)
        where pass is { Name: "proxy_pass", Arguments.Length: 1 }
        let target = Target(pass.Arguments[0])
        from upstream in target.Contains('$', StringComparison.Ordinal)
            ? upstreams.Select(named => named.FirstOrDefault())
            : new[] { upstreams[target].FirstOrDefault() }
        let front = Of(cluster, host, server, scopes, (target, pass), upstream)
        where front is not null
        select front;

    // "https://kube/path" in http, "kube" in stream.
    private static string Target(string written)
    {
        var scheme = written.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0 ? written : written[(scheme + 3)..].Split('/')[0];
    }

    private static BalancerFront? Of(
        Cluster cluster,
        string host,
        NginxDirective server,
        ImmutableArray<NginxDirective> scopes,
        (string Target, NginxDirective Pass) passed,
        NginxDirective? upstream)
    {
        ImmutableArray<(string Server, Location At)> servers = upstream is null
            ? [(passed.Target, passed.Pass.At)]
            : [.. Named(upstream).Select(directive => (directive.Arguments[0], directive.At))];
        var methods = (upstream?.Block ?? []).Where(directive => MethodNames.Contains(directive.Name)).ToArray();
        return !servers.Any(behind => BalancerFront.IsMaster(cluster, behind.Server)) ? null : new BalancerFront(
            host,
            "nginx",
            server.At,
            servers,
            Limit(scopes, "proxy_timeout") ?? new BalancerLimit(TimeSpan.FromMinutes(10), "no proxy_timeout, which is 10m", server.At),
            Limit(scopes, "proxy_connect_timeout") ?? new BalancerLimit(
                TimeSpan.FromSeconds(60), "no proxy_connect_timeout, which is 60s", server.At),
            [.. methods.Select(method => (Text(method), method.At))])
        {
            // Of several methods only the last one counts.
            Pins = [.. methods.TakeLast(1).Where(IsPinning).Select(method => (Text(method), method.At))],
            Probes = Setting(scopes, "proxy_socket_keepalive") is { Arguments: ["on"] },
            Unused = [
                .. (upstream is null ? [] : Named(upstream))
                    .Where(named => named.Arguments.Contains("down"))
                    .Select(named => (named.Arguments[0], named.At, "down")),
            ],
            SendsProxy = On(scopes, "proxy_protocol"),
            BeginsTls = On(scopes, "proxy_ssl"),
            ReadsHttp = scopes.Any(scope => scope.Name == "http") ? [passed.Pass] : [],
            Listens = [.. server.Block.Where(directive => directive is { Name: "listen", Arguments.Length: > 0 })],
        };
    }

    private static IEnumerable<NginxDirective> Named(NginxDirective upstream) =>
        upstream.Block.Where(directive => directive is { Name: "server", Arguments.Length: > 0 });

    private static ImmutableArray<NginxDirective> On(ImmutableArray<NginxDirective> scopes, string name) =>
        Setting(scopes, name) is { Arguments: ["on"] } setting ? [setting] : [];

    private static bool IsPinning(NginxDirective method) =>
        method.Name == "ip_hash" || (method is { Name: "hash", Arguments: [var key, ..] } && ClientKeys.Contains(key));

    private static string Text(NginxDirective method) => string.Join(' ', method.Arguments.Prepend(method.Name));

    private static NginxDirective? Setting(ImmutableArray<NginxDirective> scopes, string name) =>
        scopes.SelectMany(scope => scope.Block).FirstOrDefault(directive => directive.Name == name);

    private static BalancerLimit? Limit(ImmutableArray<NginxDirective> scopes, string name) =>
        Setting(scopes, name) is { Arguments: [var text, ..] } found && BalancerTime.OfNginx(text) is { } time
            ? new BalancerLimit(time, $"{name} {text}", found.At)
            : null;
}
