using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>
/// The names in the certificate of the kube-apiserver that no captured host has. They may be meant for the new masters and the load
/// balancer.
/// </summary>
internal static class NamedInCertificate
{
    private const int MostNames = 12;

    internal static ImmutableArray<string> Of(CapturedMachine? source, IEnumerable<DraftedHost> known)
    {
        if (source?.Flag(ComponentKind.Apiserver, "tls-cert-file") is not { } flag)
            return [];
        if (CapturedCertificates.At(source.Capture, flag.Text).FirstOrDefault() is not { } certificate)
            return [];
        var hosts = known.SelectMany(host => new[] { host.Name, host.Address }).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var services = source.Flag(ComponentKind.Apiserver, "service-cluster-ip-range")?.Text ?? "";
        return
        [
            .. certificate.Addresses.Where(text => IsOfHost(text, services.Split(',')))
                .Concat(certificate.DnsNames.Where(IsOutside))
                .Where(name => !hosts.Contains(name))
                .Distinct()
                .Take(MostNames),
        ];
    }

    // kubernetes, kubernetes.default and similar names belong to the service.
    private static bool IsOutside(string name) =>
        HostNameOrAddress.TryParse(name, out _) && name != "localhost" && name.Split('.')[0] != "kubernetes";

    private static bool IsOfHost(string text, string[] services) =>
        Address.TryParse(text, out var address) && address.SpecialKind is null && !services.Any(range => IsIn(range, address));

    private static bool IsIn(string range, Address address) =>
        range.Split('/') is [var first, var length]
        && Address.TryParse(first, out var start)
        && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
        && start.IsIpv6 == address.IsIpv6
        && start.Masked(prefix) == address.Masked(prefix);
}
