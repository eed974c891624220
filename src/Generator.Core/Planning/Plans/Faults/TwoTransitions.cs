using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Planning.Plans.Faults;

internal static class TwoTransitions
{
    internal static readonly Fault Fault = new(
        "FRM004",
        "a second change before the first is rolled out",
        "A host may have the files of either of the last two outputs, but a rollout leads away from only one of them.",
        "roll out the replaced output and run \"haplane build --done\"; if it was never rolled out, restore the one before it");

    internal static Diagnostic At(Location at, IEnumerable<string> more) => Fault.At(
        at,
        $"the output that is replaced still leads away from an earlier one (former/), and now more would be left behind: {string.Join("; ", more)}",
        "roll out the replaced output and run \"haplane build --done\"; if it was never rolled out, restore the one before it, for example with "
            + "\"rm -r out\" and \"git checkout HEAD -- out\"");
}
