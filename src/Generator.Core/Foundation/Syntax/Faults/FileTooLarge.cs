using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax.Faults;

internal static class FileTooLarge
{
    internal static readonly Fault Fault = new(
        "YML002",
        "a file that is too large",
        "Many hosts are written as ranges, so no topology is this large. It is probably another file.",
        "check that this is the right file, and use ranges for many hosts");

    internal static Diagnostic At(Location at, long size, long most) =>
        Fault.At(at, FormattableString.Invariant($"the file has {size} bytes; at most {most} are read"));
}
