using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;

namespace Generator.Tests.Support;

/// <summary>Outcomes that a test cannot do without.</summary>
internal static class Outcomes
{
    /// <summary>The result; where there is none the test fails with the findings.</summary>
    internal static T Whole<T>(this Outcome<T> outcome)
        where T : class =>
        outcome.Result ?? throw new InvalidDataException(TextReport.Render(outcome.Findings, ""));
}
