using Generator.Core.Diagnostics;

namespace Generator.Core.Syntax;

/// <summary>An <c>EnvironmentFile=</c> of a unit.</summary>
/// <param name="Path">The file's path.</param>
/// <param name="IsOptional">Whether the unit starts without it (<c>EnvironmentFile=-…</c>).</param>
/// <param name="At">Where the unit names it.</param>
internal sealed record EnvironmentFileReference(string Path, bool IsOptional, Location At)
{
    internal static EnvironmentFileReference Of(UnitEntry entry)
    {
        var path = entry.Value.Text.Trim('"');
        var isOptional = path.StartsWith('-');
        return new EnvironmentFileReference(isOptional ? path[1..] : path, isOptional, entry.Value.Place ?? entry.At);
    }
}
