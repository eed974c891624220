using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;

namespace Generator.Core.Reading.Originals;

/// <summary>The services on a load balancer host before haplane changes it.</summary>
internal static class BalancerHost
{
    private static readonly string[] SiteFolders = ["/etc/nginx/conf.d", "/etc/nginx/sites-enabled"];
    private static readonly string[] DefaultSites = ["/etc/nginx/conf.d/default.conf", "/etc/nginx/sites-enabled/default"];
    private static readonly string[] DefaultRoots = ["/usr/share/nginx/html", "/var/www/html"];

    // Those of the example that Red Hat's package brings.
    private static readonly string[] ExampleAddresses = ["192.168.200.16", "192.168.200.17", "192.168.200.18", "192.168.200.11"];

    private static readonly string[] Serving = ["proxy_pass", "fastcgi_pass", "uwsgi_pass", "upstream", "stream", "mail", "alias", "return"];

    /// <summary>
    /// Whether the configuration of a program can be replaced: nothing was captured (a fresh host), haplane wrote it, or it is a
    /// distribution's default. Otherwise what the site serves would vanish.
    /// </summary>
    internal static bool CanReplaceConfiguration(BalancerProgram program, HostCapture? capture)
    {
        if (capture?.Open(program.MainConfiguration) is not { } file)
            return capture?.Seen(program.MainConfiguration) is null;
        return WrittenByHaplane.Is(file) || IsDefault(program, capture, file);
    }

    /// <summary>The load balancer's hosts on which the configuration of a program is kept.</summary>
    internal static IEnumerable<Host> Keeping(Cluster cluster, LoadBalancer balancer, BalancerProgram program) =>
        balancer.Hosts.Where(host => !CanReplaceConfiguration(program, cluster.Installations.GetValueOrDefault(host.Name.Value.Text)?.Capture));

    /// <summary>The unit with which a host runs a program for haplane.</summary>
    internal static string UnitOf(BalancerProgram program, HostCapture? capture) =>
        CanReplaceConfiguration(program, capture) ? program.Shared : program.Separate;

    private static bool IsDefault(BalancerProgram program, HostCapture capture, SourceFile file) => program.Name switch
    {
        "nginx" =>
            IsDefault(NginxFile.Parse(file)) && !SiteFolders.SelectMany(capture.Below).Any(entry => !DefaultSites.Contains(entry.Path)),
        "haproxy" => HaproxyFile.Parse(file).All(IsDefault),
        _ => VrrpInstance.On(capture).All(instance => instance.Addresses.All(ExampleAddresses.Contains)),
    };

    // Debian's serves nothing. That of Red Hat has a frontend main, which leads to servers on loopback that do not exist.
    private static bool IsDefault(HaproxySection section) => section.Kind switch
    {
        "listen" => false,
        "frontend" => section.Name == "main",
        _ => section.Lines.All(line =>
            line.Words is not ["server", _, var address, ..] || address.StartsWith("127.0.0.1:", StringComparison.Ordinal)),
    };

    private static bool IsDefault(IEnumerable<NginxDirective>? directives) =>
        directives is not null && directives.SelectMany(directive => directive.All).All(directive =>
            !Serving.Contains(directive.Name) && (directive.Name != "root" || directive.Arguments.All(DefaultRoots.Contains)));
}
