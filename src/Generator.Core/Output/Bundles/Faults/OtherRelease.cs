using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Output.Bundles.Faults;

internal static class OtherRelease
{
    internal static readonly Fault Fault = new(
        "BND005",
        "a payload file of another release",
        "A new master runs exactly what the source master runs. It would refuse another release, or another build of the same "
            + "release, on arrival.",
        "replace it with the release that the message names, or remove it: then it is copied from the source master");

    internal static Diagnostic Of(OfferedFile offered, WantedFile wanted, string source)
    {
        var (release, build) = wanted.Version.Length > 0 ? ($", release {wanted.Version}", $", or with {wanted.Version} for its machine") : ("", "");
        return Fault.At(
            offered.Path,
            $"it has the name of {wanted.Path}, but its SHA-256 is {offered.Sha256}; the file on {source} has {wanted.Sha256}{release}",
            $"replace it with the file of {source}{build}; or remove it, and it is copied from {source} on site");
    }
}
