using Generator.Core.Reading.Binding;

namespace Generator.Core.Reporting.Reports;

/// <summary>The JSON Schema of capture.json.</summary>
public static class CaptureSchema
{
    public static ReadOnlyMemory<byte> Render() =>
        new SchemaText(CaptureKeys.ApiVersion, CaptureKeys.Version).Render("the capture of a host", CaptureKeys.All);
}
