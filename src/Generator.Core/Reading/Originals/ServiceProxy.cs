using System.Net;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>The proxy of a service for https URLs, from the variables that Go reads (golang.org/x/net/http/httpproxy).</summary>
/// <param name="At">Where its exceptions are written, else the proxy.</param>
/// <param name="Exceptions">The hosts that are reached without it.</param>
internal sealed record ServiceProxy(Location At, string Exceptions)
{
    /// <summary>The proxy of a component; null if it has none.</summary>
    internal static ServiceProxy? Of(Installation installation, Component component)
    {
        var environment = ServiceEnvironment.Of(component.Unit, component.SpecifiersOn(installation.Capture.Host), installation.Capture.View);
        var manager = OfManager(installation.Capture);
        if (First(environment, manager, "HTTPS_PROXY", "https_proxy") is not { } proxy)
            return null;
        var exceptions = First(environment, manager, "NO_PROXY", "no_proxy");
        return new ServiceProxy(exceptions?.Place ?? proxy.Place ?? Location.StartOf(component.Unit.File), exceptions?.Text ?? "");
    }

    /// <summary>Whether a host is reached without the proxy.</summary>
    internal bool Excepts(string host, string port) =>
        Exceptions.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Any(entry => Holds(entry.ToLowerInvariant(), host.ToLowerInvariant(), port));

    // systemd gives these to every service (systemd-system.conf(5), DefaultEnvironment=); a drop-in adds to them.
    private static ServiceEnvironment? OfManager(HostCapture capture)
    {
        var files = capture.In("/etc/systemd/system.conf.d")
            .Where(path => path.EndsWith(".conf", StringComparison.Ordinal))
            .Prepend("/etc/systemd/system.conf")
            .Select(capture.Open)
            .OfType<SourceFile>()
            .ToArray();
        return files is [var first, ..]
            ? ServiceEnvironment.Of(
                new UnitFile(
                    first,
                    [
                        .. files.SelectMany(file => UnitFile.Parse(file).All("Manager", "DefaultEnvironment"))
                            .Select(entry => entry with { Section = "Service", Key = "Environment" }),
                    ]),
                new Specifiers("", capture.Host),
                capture.View)
            : null;
    }

    private static MappedText? First(ServiceEnvironment environment, ServiceEnvironment? manager, params string[] names) =>
        names.Select(environment.Find)
            .Concat(names.Select(name => manager?.Find(name)))
            .FirstOrDefault(value => value is { Chars.Length: > 0 });

    private static bool Holds(string entry, string host, string port)
    {
        if (entry == "*")
            return true;
        var address = IPAddress.TryParse(host, out var parsed) ? parsed : null;
        if (IPNetwork.TryParse(entry, out var network))
            return address is not null && network.Contains(address);
        if (PortOf(entry) is { Length: > 0 } own)
            return own == port && Holds(entry[..^(own.Length + 1)], host, port);
        if (IPAddress.TryParse(entry.Trim('[', ']'), out var single))
            return single.Equals(address);
        return address is null && IsInDomain(entry.StartsWith("*.", StringComparison.Ordinal) ? entry[1..] : entry, host);
    }

    // An IPv6 address without brackets has no port.
    private static string PortOf(string entry)
    {
        var colon = entry.LastIndexOf(':');
        return colon > 0 && (entry.IndexOf(':', StringComparison.Ordinal) == colon || entry[colon - 1] == ']') ? entry[(colon + 1)..] : "";
    }

    private static bool IsInDomain(string domain, string host) =>
        domain.StartsWith('.')
            ? host.EndsWith(domain, StringComparison.Ordinal)
            : host == domain || host.EndsWith($".{domain}", StringComparison.Ordinal);
}
