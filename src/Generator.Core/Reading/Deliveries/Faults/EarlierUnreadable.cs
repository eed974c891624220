using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Deliveries.Faults;

internal static class EarlierUnreadable
{
    internal static readonly Fault Fault = new(
        "FRM005",
        "a replaced output that cannot be read",
        "haplane reads from it what leaves or moves. Without it, a host could be left running unnoticed.",
        "restore the folder that was rolled out last; if it was never rolled out, remove it");

    internal static Diagnostic In(string file, string message) => Fault.At(
        file,
        $"the current state of the hosts cannot be read from the previous output: {message}",
        "restore the folder that was rolled out last, for example with \"rm -r out\" and \"git checkout HEAD -- out\"; if it was never rolled out, "
            + "remove it");
}
