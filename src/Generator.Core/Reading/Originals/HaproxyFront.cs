using System.Collections.Immutable;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Originals;

/// <summary>A backend of a captured haproxy that contains kube-apiservers, together with one of its frontends.</summary>
/// <param name="Host">The load balancer's host.</param>
/// <param name="Backend">The backend, or the listen section that is both.</param>
/// <param name="Frontend">The frontend; the same as <paramref name="Backend"/> for a listen section, or if no frontend uses it.</param>
/// <param name="Global">The settings of the whole process.</param>
internal sealed record HaproxyFront(string Host, HaproxyProxy Backend, HaproxyProxy Frontend, ImmutableArray<HaproxyLine> Global)
{
    /// <summary>Where haproxy is configured, unless its unit names another file.</summary>
    internal static string Configuration => BalancerProgram.Haproxy.MainConfiguration;

    /// <summary>Every front of a host whose configuration is not haplane's.</summary>
    internal static IEnumerable<HaproxyFront> All(Cluster cluster, HostCapture capture) =>
        HaproxyRoot.On(capture).SelectMany(sections => Of(cluster, capture.Host, sections));

    private static IEnumerable<HaproxyFront> Of(Cluster cluster, string host, ImmutableArray<HaproxySection> sections)
    {
        var proxies = HaproxyProxy.All(cluster, sections).Where(proxy => !proxy.IsDisabled).ToArray();
        return from backend in proxies
               where backend.Section.Kind is "backend" or "listen" && backend.Masters.Any()
               let users = proxies.Where(proxy => proxy.Uses(backend)).ToArray()
               from frontend in users.Length == 0 || backend.Section.Kind == "listen" ? users.Append(backend) : users
               select new HaproxyFront(
                   host, backend, frontend, [.. sections.Where(section => section.Kind == "global").SelectMany(section => section.Lines)]);
    }

    /// <summary>How it handles their connections.</summary>
    internal BalancerFront Front => new(
        Host,
        "haproxy",
        Backend.Section.At,
        [.. Backend.Servers.Select(server => (server.Address, server.At))],
        Idle,
        Backend.Timeout("connect") ?? new BalancerLimit(TimeSpan.MaxValue, "no timeout connect", Backend.Section.At),
        Backend.Find("balance") is { } balance ? [(string.Join(' ', balance.Words), balance.At)] : [])
    {
        Pins = [.. Backend.Pinning.Select(line => (string.Join(' ', line.Words), line.At))],
        Unused = [.. Backend.Servers.Where(server => server.Idle is not null).Select(server => (server.Address, server.At, server.Idle ?? ""))],
        Probes = Backend.Has("option", "srvtcpka")
            || Backend.Has("option", "tcpka")
            || Backend.Masters.All(server => server.Words.Contains("shutdown-sessions")),
    };

    /// <summary>Whether it checks a master's health by HTTP, expects success, and shows no client certificate.</summary>
    internal bool AsksWithoutCertificate =>
        ExpectsSuccessOfHttp
        && Backend.Check is { } check
        && !check.Words.Concat(Backend.Rules("http-check").SelectMany(rule => rule.Words))
            .Any(word => word.Contains("authorization", StringComparison.OrdinalIgnoreCase))
        && Backend.Masters.Any(server => server.IsAsked && server.Value("port") is null && !server.Words.Contains("crt"));

    /// <summary>Whether it checks a master's health by HTTP, and accepts only success as an answer.</summary>
    internal bool ExpectsSuccessOfHttp =>
        Backend.Check is { Words: ["option", "httpchk", ..] }
        && Backend.Rules("http-check").Where(rule => rule.Words is [_, "expect", ..]).All(IsSuccess);

    /// <summary>Whether the rules of its check start TLS themselves.</summary>
    internal bool ConnectsInTls => Backend.Rules("http-check").Any(rule => rule.Words is [_, "connect", ..] && rule.Words.Contains("ssl"));

    // timeout tunnel replaces both sides once a connection is up, unless haproxy reads HTTP (HAProxy Configuration Manual, "timeout tunnel").
    private BalancerLimit? Idle =>
        (Backend.IsHttp ? null : Backend.Timeout("tunnel"))
        ?? new[] { Frontend.Timeout("client"), Backend.Timeout("server") }.OfType<BalancerLimit>().MinBy(limit => limit.Time);

    // Success is certainly expected, and no 401: "http-check expect status 200" or "200-399".
    private static bool IsSuccess(HaproxyLine expect)
    {
        var status = expect.Words.IndexOf("status");
        return status > 0
            && expect.Words[status - 1] != "!"
            && status + 1 < expect.Words.Length
            && expect.Words[status + 1].Split(',').All(codes => codes.StartsWith('2') && codes.Split('-')[^1] is ['2' or '3', ..]);
    }
}
