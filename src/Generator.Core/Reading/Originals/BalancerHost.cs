using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>The services on a load balancer host before haplane changes it.</summary>
internal static class BalancerHost
{
    /// <summary>The configuration that the distribution's nginx reads.</summary>
    internal const string MainConfiguration = "/etc/nginx/nginx.conf";

    private static readonly string[] SiteFolders = ["/etc/nginx/conf.d", "/etc/nginx/sites-enabled"];
    private static readonly string[] DefaultSites = ["/etc/nginx/conf.d/default.conf", "/etc/nginx/sites-enabled/default"];
    private static readonly string[] DefaultRoots = ["/usr/share/nginx/html", "/var/www/html"];
    private static readonly string[] Serving = ["proxy_pass", "fastcgi_pass", "uwsgi_pass", "upstream", "stream", "mail", "alias", "return"];

    /// <summary>
    /// Whether nginx.conf can be replaced: nothing was captured (a fresh host), haplane wrote it, or it is a distribution's default without
    /// an added site. Otherwise existing sites would vanish.
    /// </summary>
    internal static bool CanReplaceConfiguration(HostCapture? capture)
    {
        if (capture?.Open(MainConfiguration) is not { } file)
            return capture?.Seen(MainConfiguration) is null;
        return WrittenByHaplane.Is(file)
            || (IsDefault(NginxFile.Parse(file)) && !SiteFolders.SelectMany(capture.Below).Any(entry => !DefaultSites.Contains(entry.Path)));
    }

    private static bool IsDefault(IEnumerable<NginxDirective>? directives) =>
        directives is not null && directives.SelectMany(directive => directive.All).All(directive =>
            !Serving.Contains(directive.Name) && (directive.Name != "root" || directive.Arguments.All(DefaultRoots.Contains)));
}
