using Generator.Core.Foundation.Values;

namespace Generator.Tests.Values;

public class AddressTests
{
    [Theory]
    [InlineData("0.0.0.0", "the wildcard")]
    [InlineData("::", "the wildcard")]
    [InlineData("127.0.0.1", "a loopback address")]
    [InlineData("127.255.0.9", "a loopback address")]
    [InlineData("::1", "a loopback address")]
    [InlineData("224.0.0.1", "a multicast address")]
    [InlineData("239.255.255.255", "a multicast address")]
    [InlineData("ff02::1", "a multicast address")]
    [InlineData("255.255.255.255", "the broadcast address")]
    [InlineData("169.254.0.1", "a link-local address")]
    [InlineData("fe80::1", "a link-local address")]
    [InlineData("febf::1", "a link-local address")]
    [InlineData("::ffff:c0a8:3ab", "an IPv4 address in the form of IPv6")]
    [InlineData("::ffff:7f00:1", "an IPv4 address in the form of IPv6")]
    [InlineData("0:0:0:0:0:FFFF:0:0", "an IPv4 address in the form of IPv6")]
    [InlineData("192.168.3.171", null)]
    [InlineData("10.0.0.255", null)]
    [InlineData("169.253.0.1", null)]
    [InlineData("223.255.255.255", null)]
    [InlineData("fd00:10::11", null)]
    [InlineData("fec0::1", null)]
    [InlineData("2001:db8::ffff:1:2", null)]
    public void What_no_host_has_for_all_others_is_told(string text, string? expected)
    {
        Assert.True(Address.TryParse(text, out var address));
        Assert.Equal(expected, address.SpecialKind);
    }

    [Theory]
    [InlineData("FD00:0:0:0:0:0:0:1", "fd00::1")]
    [InlineData("::ffff:c0a8:3ab", "::ffff:c0a8:3ab")]
    [InlineData("::102:304", "::102:304")]
    [InlineData("fd00::5efe:102:304", "fd00::5efe:102:304")]
    [InlineData("::ffff:0:0", "::ffff:0:0")]
    public void The_canonical_text_is_read_again(string text, string canonical)
    {
        Assert.True(Address.TryParse(text, out var address));
        Assert.Equal(canonical, address.Text);
        Assert.True(Address.TryParse(address.Text, out var again));
        Assert.Equal(address, again);
    }

    [Fact]
    public void The_last_address_of_a_range_keeps_the_canonical_text()
    {
        Assert.True(Address.TryParse("fd00::5efe:102:304", out var address));
        Assert.Equal("fd00::5efe:102:305", address.Plus(1)?.Text);
    }
}
