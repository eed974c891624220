using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>Decides the new value of a host-specific setting for a host that is made like the source master.</summary>
/// <param name="From">The address in the source master's own files.</param>
/// <param name="To">The address of the new host.</param>
/// <param name="OwnApiserver">Its own kube-apiserver.</param>
/// <param name="Client">The endpoint that nodes and clients use.</param>
internal sealed record Retarget(Address From, Address To, string NodeName, Endpoint OwnApiserver, Endpoint Client)
{
    /// <summary>The names of the source master, each with the new host's name.</summary>
    internal ImmutableArray<Renamed> Names { get; init; } = [];

    /// <summary>The new value; null if the present one stays.</summary>
    internal string? Value(SettingKind kind, string present, bool isControlPlane) => kind switch
    {
        // An empty name leaves it to the operating system, on every host.
        SettingKind.NodeName => present.Length == 0 ? null : Changed(present, NodeName),
        SettingKind.OwnAddress => Address.TryParse(present, out var own) && !own.IsWildcard && !own.IsLoopback ? Changed(own.Text, To.Text) : null,
        SettingKind.AdvertisedAddress => Address.TryParse(present, out var advertised) ? Changed(advertised.Text, To.Text) : null,
        SettingKind.AddressOfSource => Changed(present, string.Join(',', present.Split(',').Select(OneAddress))),
        SettingKind.AddressAndPortOfSource => AddressAndPort(present),
        SettingKind.HostOfSource => Changed(present, OneHost(present)),
        SettingKind.RangesOfSource => Changed(present, string.Join(',', present.Split(',').Select(OneRange))),
        SettingKind.NodeLabels => Changed(present, string.Join(',', present.Split(',').Select(OneLabel))),
        SettingKind.ProviderId => Changed(present, string.Join('/', present.Split('/').Select(OneHost))),
        _ => Url(present, isControlPlane ? OwnApiserver : Client),
    };

    /// <summary>The new URL of a kube-apiserver; null if the present one stays: it is right, a loopback of the control plane, or not https.</summary>
    internal string? Server(string present, FileRole role) => role == FileRole.NodeKubeconfig || role == FileRole.Identity
        ? Url(present, Client)
        : Url(present, OwnApiserver);

    /// <summary>
    /// The new URL of a cluster that the current context does not use. It changes only if it is the source master's; other clusters stay.
    /// </summary>
    internal string? OtherServer(string present, FileRole role) =>
        Endpoint.TryParse(present, out var found) && found.Host.Address == From ? Server(present, role) : null;

    private static string? Changed(string present, string wanted) => present == wanted ? null : wanted;

    // --node-ip may name one address of each family.
    private string OneAddress(string present) => Address.TryParse(present, out var address) && address == From ? To.Text : present;

    private string OneHost(string present) =>
        Names.FirstOrDefault(name => name.From.Equals(present, StringComparison.OrdinalIgnoreCase))?.To ?? OneAddress(present);

    // Only a range with a single address is a host's own.
    private string OneRange(string present) =>
        Address.TryParse(present.Split('/')[0], out var address)
            && address == From
            && present.EndsWith($"/{LengthOf(From)}", StringComparison.Ordinal)
            ? $"{To}/{LengthOf(To)}"
            : present;

    private static string LengthOf(Address address) => address.IsIpv6 ? "128" : "32";

    // This label ties pods to one host; the others have a meaning of the site.
    private string OneLabel(string present) =>
        present.Split('=') is [("kubernetes.io/hostname" or "beta.kubernetes.io/hostname") and var key, var value] && OneHost(value) != value
            ? $"{key}={NodeName}"
            : present;

    // kubelet writes an address where kube-proxy writes one with a port.
    private string? AddressAndPort(string present)
    {
        if (Address.TryParse(present, out var bare))
            return bare == From ? Changed(present, To.Text) : null;
        var colon = present.LastIndexOf(':');
        var isOfSource = colon > 0 && Address.TryParse(present[..colon].Trim('[', ']'), out var address) && address == From;
        return isOfSource && present[(colon + 1)..].All(char.IsAsciiDigit)
            ? Changed(present, string.Create(CultureInfo.InvariantCulture, $"{To.Bracketed}{present[colon..]}"))
            : null;
    }

    private string? Url(string present, Endpoint wanted)
    {
        if (!Endpoint.TryParse(present, out var found) || found.Scheme != "https" || found == wanted)
            return null;
        var isOwnByLoopback = wanted == OwnApiserver && found.Host.Address is { IsLoopback: true } && found.Port == wanted.Port;
        return isOwnByLoopback ? null : wanted.ToString();
    }
}

/// <summary>A name of the source master and the new host's name for it.</summary>
internal sealed record Renamed(string From, string To);
