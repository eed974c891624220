using Generator.Core.Foundation.Diagnostics;

namespace Generator.Tests.Support;

/// <summary>What a rule says of a folder.</summary>
internal static class Judgement
{
    /// <summary>Expects one finding of a code whose message holds a text, or none where the text is null.</summary>
    internal static Diagnostic? Judge(Starter starter, string code, string? expected)
    {
        var found = starter.Faults().Where(finding => finding.Code == code).ToArray();
        if (expected is null)
        {
            Assert.Empty(found);
            return null;
        }

        var finding = Assert.Single(found);
        Assert.Contains(expected, finding.Message, StringComparison.Ordinal);
        return finding;
    }
}
