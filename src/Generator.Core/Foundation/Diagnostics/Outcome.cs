using System.Collections.Immutable;

namespace Generator.Core.Foundation.Diagnostics;

/// <summary>What a pass gives: findings, and its result unless one of them is an error.</summary>
/// <typeparam name="T">The result.</typeparam>
/// <param name="Result">The result; null exactly where a finding is an error.</param>
/// <param name="Findings">The findings of this pass and of those before it.</param>
public sealed record Outcome<T>(T? Result, ImmutableArray<Diagnostic> Findings)
    where T : class
{
    /// <summary>Runs the next pass on the result, or stops here, and keeps all findings.</summary>
    public Outcome<TNext> Then<TNext>(Func<T, Outcome<TNext>> next)
        where TNext : class
    {
        if (Result is null)
            return new Outcome<TNext>(null, Findings);
        var outcome = next(Result);
        return outcome with { Findings = Findings.AddRange(outcome.Findings) };
    }

    /// <summary>Runs a pass that cannot find fault.</summary>
    public Outcome<TNext> Then<TNext>(Func<T, TNext> next)
        where TNext : class =>
        Then(result => Outcome.Of(next(result), []));
}

/// <summary>Makes outcomes.</summary>
public static class Outcome
{
    /// <summary>The result with the findings; without the result where one of them is an error.</summary>
    public static Outcome<T> Of<T>(T? result, IEnumerable<Diagnostic> findings)
        where T : class
    {
        var all = findings.ToImmutableArray();
        return new Outcome<T>(all.Any(finding => finding.Severity == Severity.Error) ? null : result, all);
    }
}
