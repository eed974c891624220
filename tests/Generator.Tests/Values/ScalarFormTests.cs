using System.Text.Json;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reporting.Reports;
using Generator.Core.Rules;

namespace Generator.Tests.Values;

/// <summary>An editor marks what haplane refuses, and nothing that it accepts.</summary>
public class ScalarFormTests
{
    [Theory]
    [InlineData("192.168.3.171")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fd00::3:171")]
    [InlineData("1:2:3:4:5:6:7::")]
    [InlineData("2001:DB8:0:0:0:0:0:1")]
    public void An_address_is_accepted_by_both(string text)
    {
        Assert.True(Address.TryParse(text, out _));
        Assert.Matches(Pattern(Address.Form), text);
        Assert.Matches(Pattern(HostNameOrAddress.Form), text);
        Assert.Matches(Pattern(AddressRange.Form), $"{text}-{text}");
    }

    [Theory]
    [InlineData("192.168.3.300")]
    [InlineData("192.168.3")]
    [InlineData("192.168.03.1")]
    [InlineData("192.168.3.171/24")]
    [InlineData("[::1]")]
    [InlineData("fd00")]
    [InlineData("fd00::12345")]
    [InlineData("fe80::1%eth0")]
    [InlineData("")]
    [InlineData("192.168.3.171\n")]
    public void Another_text_is_no_address_for_both(string text)
    {
        Assert.False(Address.TryParse(text, out _));
        Assert.DoesNotMatch(Pattern(Address.Form), text);
    }

    [Theory]
    [InlineData("api.example.org", true)]
    [InlineData("kubernetes", true)]
    [InlineData("1a", true)]
    [InlineData("192.168.3.300", false)]
    [InlineData("Api.example.org", false)]
    [InlineData("a..b", false)]
    [InlineData("a b", false)]
    public void A_name_is_judged_alike(string text, bool isRight)
    {
        Assert.Equal(isRight, HostNameOrAddress.TryParse(text, out _));
        Assert.Equal(isRight, Regex.IsMatch(text, Pattern(HostNameOrAddress.Form)));
    }

    [Fact]
    public void A_waiver_is_offered_every_code_that_it_can_name_and_no_other()
    {
        using var schema = JsonDocument.Parse(TopologySchema.Render());
        var offered = schema.RootElement.GetProperty("properties").GetProperty("waivers").GetProperty("items").GetProperty("properties")
            .GetProperty("rule").GetProperty("enum").EnumerateArray().Select(code => code.GetString()).ToArray();
        Assert.Contains("LBR001", offered);
        Assert.All(offered, code => Assert.NotEqual(Severity.Error, Catalogue.Find(code ?? "")?.Severity));
        Assert.DoesNotContain("SHP001", offered);
        Assert.All(RuleBook.All.Where(rule => rule.Severity != Severity.Error), rule => Assert.Contains(rule.Code, offered));
    }

    // .NET's $ also matches before a final newline, and that of ECMAScript does not.
    private static string Pattern(ScalarForm form) => (form.Pattern ?? throw new InvalidOperationException()).Replace("$", "\\z");
}
