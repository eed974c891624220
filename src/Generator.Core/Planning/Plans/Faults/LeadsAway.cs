using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Planning.Plans.Faults;

internal static class LeadsAway
{
    internal static readonly Fault Fault = new(
        "FRM006",
        "an output that leads away from an earlier one",
        "Until the rollout is done, the hosts have more than the topology says. The folder former/ keeps what they have, so that "
            + "every build and every check knows it.",
        "roll out the output; when that is done, run \"haplane build --done\"")
    {
        Severity = Severity.Note,
    };

    internal static Diagnostic At(Location at, IEnumerable<string> leaving) =>
        Fault.At(at, $"the hosts have more than the topology says: {string.Join("; ", leaving)}");
}
