using System.Collections.Immutable;
using Generator.Cli.Signatures;
using Generator.Core;
using Generator.Core.Bundles;
using Generator.Core.Bundles.Faults;
using Generator.Core.Diagnostics;

namespace Generator.Cli.Archives;

/// <summary>A bundle that is whole, and who has signed it.</summary>
/// <param name="Bundle">The bundle.</param>
/// <param name="Signer">Who has signed, for people.</param>
internal sealed record BundleProof(CheckedBundle Bundle, string Signer)
{
    /// <summary>Proves a bundle; null where it is refused, and it was said why. Nothing is unpacked.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="pinned">Who may sign, brought another way than the bundle; null for what the bundle itself says.</param>
    /// <param name="error">Where faults and the progress go.</param>
    internal static BundleProof? Of(string file, byte[]? pinned, TextWriter error)
    {
        var archive = Read(file, error);
        if (archive.Result is not { } read)
            return Refused(file, archive.Findings, "", error);
        var outcome = Compiler.Open(read).Then(bundle => SignerOf(bundle, pinned).Then(signer => new BundleProof(bundle, signer)));
        return outcome.Result ?? Refused(file, outcome.Findings, $"{file}:", error);
    }

    private static BundleProof? Refused(string file, ImmutableArray<Diagnostic> findings, string prefix, TextWriter error)
    {
        Report.Write(findings, prefix, error);
        error.WriteLine($"{file}: refused; do not roll it out");
        return null;
    }

    private static Outcome<ReadBundle> Read(string file, TextWriter error)
    {
        try
        {
            using var progress = new Progress(error, "checking", new FileInfo(file).Length);
            return Outcome.Of(BundleArchive.Read(file, progress.Add), []);
        }
        catch (ArchiveFault fault)
        {
            return Outcome.Of<ReadBundle>(null, [NotABundle.At(file, $"this is no bundle, or no longer one: {fault.Message}")]);
        }
    }

    private static Outcome<string> SignerOf(CheckedBundle bundle, byte[]? pinned)
    {
        if (pinned is not null)
            return BundleSignature.SignerOf(bundle.Sums, bundle.Signature, pinned);
        if (bundle.Signers is { } own)
            return BundleSignature.SignerOf(bundle.Sums, bundle.Signature, own).Then(name => $"{name}, as the bundle itself says; haplane bundle verify --signers FILE takes your word for it");
        if (bundle.Signature is not { } signature)
            return Outcome.Of("nobody", []);
        return BundleSignature.KeyOf(bundle.Sums, signature) is { } key
            ? Outcome.Of($"the key {key}; it is not said whose that is: haplane bundle verify --signers FILE", [])
            : Outcome.Of<string>(null, [SignatureRefused.Because("the signature is not one of these digests", "fetch the bundle again from whom it comes")]);
    }
}
