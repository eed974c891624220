using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Rules;

/// <summary>One place where a rule is broken.</summary>
/// <param name="Message">What was found there, one sentence without a full stop.</param>
internal sealed record Finding(Location At, string Message)
{
    /// <summary>Other places that belong to the finding.</summary>
    internal ImmutableArray<RelatedPlace> Related { get; init; } = [];

    /// <summary>A hint for this finding that is more specific than the rule's.</summary>
    internal string? Hint { get; init; }
}
