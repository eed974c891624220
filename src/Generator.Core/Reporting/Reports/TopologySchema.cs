using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Binding;

namespace Generator.Core.Reporting.Reports;

/// <summary>The JSON Schema of the topology.</summary>
public static class TopologySchema
{
    public static ReadOnlyMemory<byte> Render() => new SchemaText(TopologyKeys.ApiVersion, TopologyKeys.Version)
    {
        Words = ImmutableDictionary<Key, ImmutableArray<string>>.Empty.Add(WaiverKeys.Rule, Waivable),
    }.Render("haplane topology", TopologyKeys.All);

    private static ImmutableArray<string> Waivable =>
        [.. Catalogue.Pages.Where(page => page is { HasNoTopology: false, Severity: not Severity.Error }).Select(page => page.Code)];
}
