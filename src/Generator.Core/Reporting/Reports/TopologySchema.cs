using Generator.Core.Reading.Binding;

namespace Generator.Core.Reporting.Reports;

/// <summary>The JSON Schema of the topology.</summary>
public static class TopologySchema
{
    public static ReadOnlyMemory<byte> Render() =>
        new SchemaText(TopologyKeys.ApiVersion, TopologyKeys.Version).Render("haplane topology", TopologyKeys.All);
}
