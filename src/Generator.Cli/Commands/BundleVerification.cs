using System.Collections.Immutable;
using System.CommandLine;
using Generator.Cli.Archives;
using Generator.Cli.Folders;
using Generator.Cli.Signatures;
using Generator.Core;
using Generator.Core.Bundles;
using Generator.Core.Diagnostics;

namespace Generator.Cli.Commands;

/// <summary><c>haplane bundle verify</c>.</summary>
internal static class BundleVerification
{
    private const int MostMebibytes = 1;

    internal static Command New()
    {
        var file = new Argument<string>("FILE") { Description = "The bundle." };
        file.Validators.Add(GivenPath.RefuseEmpty);
        file.Validators.Add(GivenPath.RefuseOption);
        var signers = new Option<string?>("--signers") { Description = "Who may sign, brought another way than the bundle: an ssh allowed-signers file. Then it has to be signed.", HelpName = "FILE" };
        signers.Validators.Add(GivenPath.RefuseEmpty);
        var command = new Command(
            "verify",
            """
            Checks a bundle as the site does: that it is whole, that every file in it is the one that was bundled, that it carries what its result needs and nothing else, and who has signed it. Nothing is unpacked. An archive in which one bit is not as haplane wrote it is refused.

            Where the bundle itself says who may sign ("signers:" in its topology), one of those must have; --signers FILE takes your word for it instead.
            Exit code: 0 fine, 1 refused, 64 misuse.
            """)
        {
            file,
            signers,
        };
        command.SetAction(parsed => Run(parsed.GetValue(file) ?? "", parsed.GetValue(signers), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(string file, string? signers, TextWriter output, TextWriter error)
    {
        if (!Path.Exists(file) || !RegularFile.IsAt(file))
            throw new MisuseException($"there is no file {file}");
        var pinned = signers is null ? null : RegularFile.Read(signers, MostMebibytes);
        var archive = Read(file, error);
        if (archive.Result is not { } read)
            return Refuse(file, archive.Findings, "", error);
        var outcome = Compiler.Open(read).Then(bundle => SignerOf(bundle, pinned).Then(signer => new Verified(bundle, signer)));
        if (outcome.Result is not { } verified)
            return Refuse(file, outcome.Findings, $"{file}:", error);
        Say(file, verified, output);
        return ExitCode.Fine;
    }

    private static int Refuse(string file, ImmutableArray<Diagnostic> findings, string prefix, TextWriter error)
    {
        Report.Write(findings, prefix, error);
        error.WriteLine($"{file}: refused; do not roll it out");
        return ExitCode.InputErrors;
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
            return Outcome.Of<ReadBundle>(null, [BundleFault.Form(file, $"this is no bundle, or no longer one: {fault.Message}")]);
        }
    }

    private static Outcome<string> SignerOf(CheckedBundle bundle, byte[]? pinned)
    {
        if (pinned is not null)
            return BundleSignature.SignerOf(bundle.Sums, bundle.Signature, pinned);
        if (bundle.Signers is { } own)
            return BundleSignature.SignerOf(bundle.Sums, bundle.Signature, own).Then(name => $"{name}, as the bundle itself says; --signers FILE takes your word for it");
        if (bundle.Signature is not { } signature)
            return Outcome.Of("nobody", []);
        return BundleSignature.KeyOf(bundle.Sums, signature) is { } key
            ? Outcome.Of($"the key {key}; it is not said whose that is: --signers FILE", [])
            : Outcome.Of<string>(null, [BundleFault.Signature("the signature is not one of these digests", "fetch the bundle again from whom it comes")]);
    }

    private static void Say(string file, Verified verified, TextWriter output)
    {
        var (bundle, signer) = (verified.Bundle, verified.Signer);
        output.WriteLine($"{file}: whole, for the cluster {bundle.Cluster}{(bundle.Revision.Length > 0 ? $", made from commit {bundle.Revision}" : "")}");
        output.WriteLine($"identity: {bundle.Identity}");
        output.WriteLine($"signed by: {signer}");
        BundleWords.Contents(bundle.Payload, output);
    }

    private sealed record Verified(CheckedBundle Bundle, string Signer);
}
