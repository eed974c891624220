using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>A unit together with its drop-ins, whose entries come after its own (systemd.unit(5)).</summary>
internal static class WholeUnit
{
    internal static UnitFile Of(HostCapture capture, string name, SourceFile file)
    {
        var own = UnitFile.Parse(file);
        return own with { Entries = [.. own.Entries, .. DropIn.Of(capture, name).SelectMany(dropIn => UnitFile.Parse(dropIn.File).Entries)] };
    }
}
