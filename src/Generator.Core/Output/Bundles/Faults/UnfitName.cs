using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Output.Bundles.Faults;

internal static class UnfitName
{
    internal static readonly Fault Fault = new(
        "BND006",
        "a file name that an archive cannot hold",
        "Any tar must be able to unpack the bundle on site, also that of an old host.",
        "shorten or change the name as the message says");

    internal static Diagnostic OfPackage(OfferedFile package) => Fault.At(
        package.Path,
        "the name of this package is longer than a hundred characters, or has characters that no package name has",
        "use the name that the distribution gave it");

    internal static Diagnostic Twice(OfferedFile package, OfferedFile other) =>
        Fault.At(package.Path, $"{other.Path} has the same name but other content", "remove one of the two");

    internal static Diagnostic OfPath(string path, string fault) =>
        Fault.At(path, $"the path {fault}", "shorten the name of the cluster, the host or the folder in it");
}
