using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Generator.Core.Foundation.Values;

/// <summary>An IPv4 or IPv6 address without zone or prefix length, in canonical form (RFC 5952 for IPv6, all of it in hexadecimal).</summary>
/// <param name="Text">The canonical text, without brackets.</param>
/// <param name="IsIpv6">Whether it is an IPv6 address.</param>
public readonly record struct Address(string Text, bool IsIpv6) : IScalar<Address>
{
    /// <inheritdoc/>
    public static string Expected => "an IPv4 or IPv6 address, such as 192.168.3.171";

    /// <summary>The address of a host for itself.</summary>
    public static Address Loopback => new("127.0.0.1", IsIpv6: false);

    /// <summary>Whether it is the address that listens on every interface.</summary>
    public bool IsWildcard => Text is "0.0.0.0" or "::";

    /// <summary>Whether it is an address of the loopback interface.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(IPAddress.Parse(Text));

    /// <summary>The kind of the address, such as "a loopback address", if no host can have it for all others; null for an ordinary one.</summary>
    public string? SpecialKind
    {
        get
        {
            var address = IPAddress.Parse(Text);
            return (address, address.GetAddressBytes()) switch
            {
                _ when IsWildcard => "the wildcard",
                ({ IsIPv4MappedToIPv6: true }, _) => "an IPv4 address in the form of IPv6",
                _ when IsLoopback => "a loopback address",
                ({ IsIPv6Multicast: true }, _) or (_, [>= 224 and < 240, _, _, _]) => "a multicast address",
                (_, [255, 255, 255, 255]) => "the broadcast address",
                ({ IsIPv6LinkLocal: true }, _) or (_, [169, 254, _, _]) => "a link-local address",
                _ => null,
            };
        }
    }

    /// <summary>The address as in a URL or a listen directive: IPv6 in brackets.</summary>
    public string Bracketed => IsIpv6 ? $"[{Text}]" : Text;

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.Address);

    /// <inheritdoc/>
    public static bool TryParse(string text, out Address value)
    {
        value = default;
        if (!Grammar.Ipv4.IsMatch(text) && !Grammar.Ipv6.IsMatch(text))
            return false;
        if (!IPAddress.TryParse(text, out var parsed))
            return false;
        value = Of(parsed);
        return true;
    }

    /// <summary>The address that is <paramref name="steps"/> after this one; null past the end of the address space.</summary>
    public Address? Plus(int steps)
    {
        var bytes = IPAddress.Parse(Text).GetAddressBytes();
        long carry = steps;
        for (var i = bytes.Length - 1; i >= 0 && carry > 0; i--)
        {
            carry += bytes[i];
            bytes[i] = (byte)(carry & 0xff);
            carry >>= 8;
        }

        return carry > 0 ? null : Of(new IPAddress(bytes));
    }

    /// <summary>The first address of its network with that prefix.</summary>
    public Address Masked(int prefix)
    {
        var bytes = IPAddress.Parse(Text).GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] &= (byte)(0xff << Math.Clamp(((i + 1) * 8) - prefix, 0, 8));
        return Of(new IPAddress(bytes));
    }

    /// <summary>Negative if this address comes before the other: IPv4 before IPv6, then by value.</summary>
    public int ComparedTo(Address other)
    {
        var byFamily = IsIpv6.CompareTo(other.IsIpv6);
        return byFamily != 0
            ? byFamily
            : IPAddress.Parse(Text).GetAddressBytes().AsSpan().SequenceCompareTo(IPAddress.Parse(other.Text).GetAddressBytes());
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static Address Of(IPAddress address) => new(Canonical(address), address.AddressFamily == AddressFamily.InterNetworkV6);

    // .NET writes some IPv6 addresses with an IPv4 one at their end, which the grammar of this type does not accept.
    private static string Canonical(IPAddress address)
    {
        var text = address.ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            && text.Contains('.')
            && address.GetAddressBytes() is [.., var a, var b, var c, var d]
            ? string.Create(CultureInfo.InvariantCulture, $"{text[..(text.LastIndexOf(':') + 1)]}{(a << 8) | b:x}:{(c << 8) | d:x}")
            : text;
    }
}
