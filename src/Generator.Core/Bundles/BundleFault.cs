using System.Collections.Immutable;
using Generator.Core.Diagnostics;

namespace Generator.Core.Bundles;

/// <summary>What is wrong with a bundle, or with what is to become one, with its codes.</summary>
public static class BundleFault
{
    private const string FetchAgain = "fetch the bundle again from whom it comes, and compare the identity that \"haplane bundle\" printed there";

    /// <summary>It is no archive as <c>haplane bundle</c> writes one.</summary>
    /// <param name="file">The archive, or the path in it.</param>
    /// <param name="message">What is wrong, one sentence without a final stop.</param>
    public static Diagnostic Form(string file, string message) => Fault("BND001", file, message, FetchAgain);

    /// <summary>Its signature does not say what it should.</summary>
    /// <param name="message">What is wrong, one sentence without a final stop.</param>
    /// <param name="hint">What to do.</param>
    public static Diagnostic Signature(string message, string hint) => Fault("BND004", BundlePath.Signature, message, hint);

    internal static Diagnostic Changed(string path, string message) => Fault("BND002", path, message, FetchAgain);

    internal static Diagnostic Plan(string path, string message) => Fault("BND003", path, message, "bundle it again with this release of haplane");

    internal static Diagnostic OtherRelease(OfferedFile offered, WantedFile wanted, string source) => Fault(
        "BND005",
        offered.Path,
        $"it is named like {wanted.Path} and is another file: its SHA-256 is {offered.Sha256}, that on {source} is {wanted.Sha256}{(wanted.Version.Length > 0 ? $", release {wanted.Version}" : "")}",
        $"take the very file of {source}{(wanted.Version.Length > 0 ? $", or of {wanted.Version} for its machine" : "")}; or take this one away, and it is copied from {source} on site");

    internal static Diagnostic Secret(OfferedFile offered, string secret, string source) => Fault(
        "BND007",
        offered.Path,
        $"this file of the payload holds {secret}",
        $"remove it from the payload; the rollout copies secrets from {source} to each new master, and no archive holds them");

    internal static Diagnostic SecretOfSource(OfferedFile offered, string path, string source) => Fault(
        "BND007",
        offered.Path,
        $"this file of the payload is {path} of {source}, which holds a secret",
        $"remove it from the payload; the rollout copies secrets from {source} to each new master, and no archive holds them");

    internal static Diagnostic PackageName(OfferedFile package) => Fault(
        "BND006",
        package.Path,
        "the name of this package has characters that none has, or more than a hundred of them",
        "give it the name under which the distribution has it");

    internal static Diagnostic PackageTwice(ImmutableArray<OfferedFile> packages) => Fault(
        "BND006",
        packages[0].Path,
        $"{packages[1].Path} has the same name and another content",
        "take one of the two away");

    internal static Diagnostic Path(string path, string fault) => Fault("BND006", path, $"the path {fault}", "shorten the name of the cluster, the host or the folder that it is made of");

    private static Diagnostic Fault(string code, string file, string message, string hint) => Diagnostic.Error(code, message, Location.StartOf(new SourceFile(file, default)), hint);
}
