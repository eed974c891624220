using System.Collections.Immutable;

namespace Generator.Core.Verifying;

/// <summary>One check of a live cluster.</summary>
/// <param name="Host">The host; empty for the cluster as a whole.</param>
/// <param name="Area">What it is about.</param>
/// <param name="Subject">The path, unit, node, member, address or lease.</param>
/// <param name="State">The outcome.</param>
/// <param name="Text">What was found, and for a fault what was expected: one sentence without a period, as in <c>changed since delivery</c>.</param>
public sealed record Check(string Host, CheckArea Area, string Subject, CheckState State, string Text)
{
    /// <summary>The lines that differ, in the form of a unified diff without its head; secrets are redacted.</summary>
    public ImmutableArray<string> Difference { get; init; } = [];

    /// <summary>What to do, such as a command; empty where the remedy is that of all drift, or nothing is wrong.</summary>
    public string Advice { get; init; } = "";
}
