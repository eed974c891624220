using Generator.Core.Diagnostics;

namespace Generator.Core.Deliveries;

/// <summary>The faults of an <c>out/</c> that cannot be trusted, with their codes.</summary>
internal static class DeliveryFault
{
    internal static Diagnostic Missing(string file) => Diagnostic.Error(
        "OUT001",
        $"this is no result of haplane: {file} is missing",
        Location.StartOf(new SourceFile(file, default)),
        "name a folder that \"haplane build\" wrote, or the folder with the topology that it is built from");

    internal static Diagnostic Unreadable(string file) => Diagnostic.Error(
        "OUT002",
        $"{file} is not of the form that this release writes",
        Location.StartOf(new SourceFile(file, default)),
        "build it again with this release of haplane");

    internal static Diagnostic Changed(string file) => Diagnostic.Error(
        "OUT003",
        $"{file} is not the file that was built: SHA256SUMS has another digest for it",
        Location.StartOf(new SourceFile(file, default)),
        "out/ is never edited by hand: change topology.yaml and build again");
}
