using Generator.Core.Diagnostics;
using Generator.Core.Rules;

namespace Generator.Core.Reports;

/// <summary>What there is to know about one code.</summary>
/// <param name="Code">The code.</param>
/// <param name="Severity">An error stops the build; a warning or a note can be waived.</param>
/// <param name="Title">The fault in a few words.</param>
/// <param name="Why">What goes wrong with it.</param>
/// <param name="Hint">What to do.</param>
public sealed record Page(string Code, Severity Severity, string Title, string Why, string Hint)
{
    /// <summary>Whether it is found where no topology is read, so that none can waive it.</summary>
    internal bool HasNoTopology { get; init; }

    /// <summary>An example that has the fault; null where none would teach anything.</summary>
    internal Example? Bad { get; init; }

    /// <summary>The same without the fault.</summary>
    internal Example? Good { get; init; }
}
