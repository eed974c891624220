using System.Collections.Immutable;

namespace Generator.Core.Foundation.Diagnostics;

/// <summary>A finding: what is wrong, where, and what to do.</summary>
/// <param name="Code">The code, such as <c>TOP001</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">What was found and what was expected, one sentence without a final stop.</param>
/// <param name="At">Where.</param>
/// <param name="Hint">What to do next, one sentence without a final stop.</param>
public sealed record Diagnostic(string Code, Severity Severity, string Message, Location At, string Hint)
{
    /// <summary>Other places that belong to the finding, each with its own words.</summary>
    public ImmutableArray<RelatedPlace> Related { get; init; } = [];

    /// <summary>The reason why the topology waives it; set only where <see cref="Severity"/> is <see cref="Severity.Waived"/>.</summary>
    public string? WaivedBecause { get; init; }

    /// <summary>Whether nothing has to be done: people see it on request.</summary>
    public bool NeedsNoAction { get; init; }

    /// <summary>Whether the line of the finding holds a secret, and must not be shown.</summary>
    internal bool IsOnSecret { get; init; }

    /// <summary>The same, with its files named from a folder above them.</summary>
    /// <param name="prefix">What is written before their paths; empty, or with a slash at its end.</param>
    public Diagnostic Below(string prefix) => this with
    {
        At = At.Below(prefix),
        Related = [.. Related.Select(place => place with { At = place.At.Below(prefix) })],
    };

    /// <summary>An error.</summary>
    public static Diagnostic Error(string code, string message, Location at, string hint) => new(code, Severity.Error, message, at, hint);
}
