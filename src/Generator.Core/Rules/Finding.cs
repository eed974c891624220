using System.Collections.Immutable;
using Generator.Core.Diagnostics;

namespace Generator.Core.Rules;

/// <summary>One place where a rule is broken.</summary>
/// <param name="At">The place.</param>
/// <param name="Message">What was found there, one sentence without a final stop.</param>
internal sealed record Finding(Location At, string Message)
{
    /// <summary>Other places that belong to it.</summary>
    internal ImmutableArray<RelatedPlace> Related { get; init; } = [];

    /// <summary>What to do here, where that can be said more exactly than for the rule.</summary>
    internal string? Hint { get; init; }
}
