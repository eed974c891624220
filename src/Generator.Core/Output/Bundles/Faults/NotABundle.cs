using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Output.Bundles.Faults;

/// <summary>An archive that <c>haplane bundle</c> did not write.</summary>
public static class NotABundle
{
    internal static readonly Fault Fault = new(
        "BND001",
        "an archive that is not a bundle, or is damaged",
        "haplane can write a bundle again to the last byte. An archive that differs is damaged, or another program made it.",
        "download the bundle again from its source, and compare its identity with the one that \"haplane bundle\" printed");

    /// <summary>The fault of an archive.</summary>
    /// <param name="file">The archive, or the path in it.</param>
    /// <param name="message">What is wrong, one sentence without a final stop.</param>
    public static Diagnostic At(string file, string message) => Fault.At(file, message);
}
