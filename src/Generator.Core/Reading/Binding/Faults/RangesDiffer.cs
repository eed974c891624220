using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Binding.Faults;

internal static class RangesDiffer
{
    internal static readonly Fault Fault = new(
        "SHP008",
        "ranges of different length",
        "Every name needs its own address.",
        "make both ranges the same length")
    {
        Example = ("{name: k8s-node1, address: 192.168.3.174}", "{range: \"k8s-node[1-3]\", addresses: 192.168.3.174-192.168.3.175}"),
    };

    internal static Diagnostic At(Location at, int names, AddressRange addresses) =>
        Fault.At(at, FormattableString.Invariant($"the range has {names} names, but {addresses} has another number of addresses"));
}
