using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reporting.Changes;

namespace Generator.Core.Reporting.Reviews;

/// <summary>What a person approves: an output, or the change to it from another one.</summary>
/// <param name="Output">The output that will be carried out.</param>
public sealed record Review(Delivery Output)
{
    /// <summary>The change that leads to it; null where it is reviewed as a whole.</summary>
    public Change? Change { get; init; }

    /// <summary>What a check of its topology finds; null where only the output is at hand.</summary>
    public ImmutableArray<Diagnostic>? Findings { get; init; }
}
