using System.Collections.Immutable;

namespace Generator.Core.Rollout;

/// <summary>The arguments of a line of a plan, read in order.</summary>
/// <param name="fields">The fields.</param>
public sealed class Arguments(ImmutableArray<string> fields)
{
    private int next;

    /// <summary>The next argument.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public string Next() => next < fields.Length ? fields[next++] : throw new FormatException("an argument is missing");

    /// <summary>The next argument; null where it is <c>-</c>.</summary>
    public string? NextOrNone() => Next() is var text && text != PlanField.None ? text : null;

    /// <summary>The next argument as a number that is not negative.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public int NextNumber() => PlanField.Number(Next());

    /// <summary>The next argument as a list with commas; empty where it is <c>none</c>.</summary>
    public ImmutableArray<string> NextList() => Next() is var text && text != PlanField.NoList ? [.. text.Split(',')] : [];

    /// <summary>All arguments that are left.</summary>
    public ImmutableArray<string> Rest()
    {
        var rest = fields[next..];
        next = fields.Length;
        return rest;
    }

    /// <summary>Proves that nothing is left.</summary>
    /// <exception cref="FormatException">Something is.</exception>
    internal void End()
    {
        if (next < fields.Length)
            throw new FormatException("an argument is left");
    }
}
