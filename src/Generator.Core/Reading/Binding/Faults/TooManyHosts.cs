using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Binding.Faults;

internal static class TooManyHosts
{
    internal static readonly Fault Fault = new(
        "SHP009",
        "too many hosts",
        "Kubernetes supports 5000 nodes in a cluster. A much larger range is probably a typing error.",
        "check the numbers of the range");

    internal static Diagnostic At(Location at, int most) => Fault.At(
        at,
        FormattableString.Invariant($"with this range there are more than {most} hosts"),
        FormattableString.Invariant($"check the numbers of the range; Kubernetes supports {most / 2} nodes in a cluster"));
}
