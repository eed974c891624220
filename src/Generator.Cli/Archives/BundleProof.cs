using System.Collections.Immutable;
using Generator.Cli.Signatures;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Output.Bundles;
using Generator.Core.Output.Bundles.Faults;

namespace Generator.Cli.Archives;

/// <summary>A bundle that is complete and unchanged, with its signer.</summary>
/// <param name="Bundle">The bundle.</param>
/// <param name="Signature">Its signer for people: <c>unsigned</c>, or <c>signed by …</c>.</param>
/// <param name="Archive">The digest of the whole archive.</param>
internal sealed record BundleProof(CheckedBundle Bundle, string Signature, Sha256 Archive)
{
    private const string UseSigners = "check against your own list with --signers FILE";

    /// <summary>Proves a bundle; null where it was refused and the reason was written. Nothing is unpacked.</summary>
    /// <param name="file">The archive, for messages.</param>
    /// <param name="packed">The open archive; it is read to its end.</param>
    /// <param name="signers">The signers that are accepted; null where none are configured.</param>
    /// <param name="error">Where faults and the progress go.</param>
    internal static BundleProof? Of(string file, FileStream packed, AllowedSigners? signers, TextWriter error)
    {
        var archive = Read(file, packed, error);
        if (archive.Result is not { } read)
            return Refused(file, archive.Findings, "", error);
        var outcome = Compiler.Open(read.Bundle)
            .Then(bundle => SignerOf(bundle, signers).Then(signature => new BundleProof(bundle, signature, read.Archive)));
        return outcome.Result ?? Refused(file, outcome.Findings, $"{file}:", error);
    }

    private static BundleProof? Refused(string file, ImmutableArray<Diagnostic> findings, string prefix, TextWriter error)
    {
        Report.Write(findings, prefix, error);
        error.WriteLine($"{file}: refused; do not roll it out");
        return null;
    }

    private static Outcome<ProvedArchive> Read(string file, FileStream packed, TextWriter error)
    {
        try
        {
            using var progress = new Progress(error, "checking", packed.Length);
            return Outcome.Of(BundleArchive.Read(packed, progress.Add), []);
        }
        catch (ArchiveFault fault)
        {
            return Outcome.Of<ProvedArchive>(null, [NotABundle.At(file, $"this is not a bundle, or it is damaged: {fault.Message}")]);
        }
    }

    private static Outcome<string> SignerOf(CheckedBundle bundle, AllowedSigners? signers)
    {
        if (signers is not null)
            return BundleSignature.SignerOf(bundle.Sums, bundle.Signature, signers).Then(name => $"signed by {name}");
        if (bundle.Signers is { } own)
            return BundleSignature.SignerOf(bundle.Sums, bundle.Signature, new AllowedSigners(BundlePath.Signers, own))
                .Then(name => $"signed by {name} (according to the bundle itself; {UseSigners})");
        if (bundle.Signature is not { } signature)
            return Outcome.Of("unsigned", []);
        return BundleSignature.KeyOf(bundle.Sums, signature) is { } key
            ? Outcome.Of($"signed by the key {key} (its owner is unknown; {UseSigners})", [])
            : Outcome.Of<string>(
                null, [SignatureRefused.Because("the signature does not belong to this bundle", "fetch the bundle again from its builder")]);
    }
}
