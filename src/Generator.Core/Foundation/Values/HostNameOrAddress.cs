namespace Generator.Core.Foundation.Values;

/// <summary>A target for clients or a name in a certificate: an address or a DNS name.</summary>
/// <param name="Text">The address in canonical form, or the name; without brackets.</param>
public readonly record struct HostNameOrAddress(string Text) : IScalar<HostNameOrAddress>
{
    /// <inheritdoc/>
    public static string Expected => "an address or a DNS name, such as 192.168.3.201 or api.example.org";

    /// <summary>The address, if it is one.</summary>
    public Address? Address => Values.Address.TryParse(Text, out var address) ? address : null;

    /// <summary>The text as in a URL: an IPv6 address in brackets.</summary>
    public string Bracketed => Address?.Bracketed ?? Text;

    /// <summary>The address as a host.</summary>
    public static HostNameOrAddress Of(Address address) => new(address.Text);

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.NameOrAddress);

    /// <inheritdoc/>
    public static bool TryParse(string text, out HostNameOrAddress value)
    {
        if (Values.Address.TryParse(text, out var address))
        {
            value = Of(address);
            return true;
        }

        value = new HostNameOrAddress(text);
        // 192.168.3.300 is not a name: it is a mistyped address.
        return DnsName.TryParse(text, out _) && !text.All(c => char.IsAsciiDigit(c) || c == '.');
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
