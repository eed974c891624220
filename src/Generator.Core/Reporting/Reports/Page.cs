using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Rules;

namespace Generator.Core.Reporting.Reports;

/// <summary>The explanation of one code.</summary>
/// <param name="Severity">An error stops the build; a warning or a note can be waived.</param>
/// <param name="Title">The fault in a few words.</param>
/// <param name="Why">Its effect.</param>
public sealed record Page(string Code, Severity Severity, string Title, string Why, string Hint)
{
    /// <summary>Whether it is found before any topology is read, so that it cannot be waived.</summary>
    internal bool HasNoTopology { get; init; }

    /// <summary>An example with the fault; null if an example would not help.</summary>
    internal Example? Bad { get; init; }

    /// <summary>The same without the fault.</summary>
    internal Example? Good { get; init; }
}
