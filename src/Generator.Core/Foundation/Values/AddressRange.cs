namespace Generator.Core.Foundation.Values;

/// <summary>The addresses from a first to a last one, inclusive, of one family: <c>192.168.3.175-192.168.3.178</c>.</summary>
/// <param name="First">The first address.</param>
/// <param name="Last">The last address, not before the first.</param>
public readonly record struct AddressRange(Address First, Address Last) : IScalar<AddressRange>
{
    /// <inheritdoc/>
    public static string Expected => "a first and a last address with a hyphen between them, such as 192.168.3.175-192.168.3.178";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.AddressRange);

    /// <inheritdoc/>
    public static bool TryParse(string text, out AddressRange value)
    {
        value = default;
        var hyphen = text.IndexOf('-', StringComparison.Ordinal);
        if (hyphen < 0 || !Address.TryParse(text[..hyphen], out var first) || !Address.TryParse(text[(hyphen + 1)..], out var last))
            return false;
        value = new AddressRange(first, last);
        return first.IsIpv6 == last.IsIpv6 && first.ComparedTo(last) <= 0;
    }

    /// <summary>The first <paramref name="count"/> addresses of the range; fewer if the range is shorter.</summary>
    public IEnumerable<Address> Take(int count)
    {
        Address? next = First;
        for (var i = 0; i < count && next is { } address && address.ComparedTo(Last) <= 0; i++, next = address.Plus(1))
            yield return address;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{First}-{Last}";
}
