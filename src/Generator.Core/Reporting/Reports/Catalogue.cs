using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Planning.Audits;
using Generator.Core.Rules;

namespace Generator.Core.Reporting.Reports;

/// <summary>The page of every code.</summary>
public static class Catalogue
{
    /// <summary>All pages, by code.</summary>
    public static ImmutableArray<Page> Pages { get; } =
    [
        .. FaultList.All.Select(Of)
            .Concat(
                RuleBook.All.Select(rule => new Page(rule.Code, rule.Severity, rule.Title, rule.Why, rule.Hint) { Bad = rule.Bad, Good = rule.Good }))
            .Concat(AuditBook.All.Select(audit => new Page(audit.Code, Severity.Error, audit.Title, audit.Why, audit.Hint)))
            .OrderBy(page => page.Code, StringComparer.Ordinal),
    ];

    /// <summary>The page of a code; null for an unknown one.</summary>
    public static Page? Find(string code) => Pages.FirstOrDefault(page => string.Equals(page.Code, code, StringComparison.OrdinalIgnoreCase));

    private static Page Of(Fault fault) => new(fault.Code, fault.Severity, fault.Title, fault.Why, fault.Hint)
    {
        HasNoTopology = fault.HasNoTopology,
        Bad = fault.Example is { } text ? new Example(Example.With().Topology.Replace(text.Good, text.Bad, StringComparison.Ordinal)) : null,
        Good = fault.Example is null ? null : Example.With(),
    };
}
