using System.CommandLine;
using Generator.Cli.Archives;
using Generator.Cli.Folders;

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
        if (BundleProof.Of(file, pinned, error) is not { } proof)
            return ExitCode.InputErrors;
        Say(file, proof, output);
        return ExitCode.Fine;
    }

    private static void Say(string file, BundleProof proof, TextWriter output)
    {
        var (bundle, signer) = (proof.Bundle, proof.Signer);
        output.WriteLine($"{file}: whole, for the cluster {bundle.Cluster}{(bundle.Revision.Length > 0 ? $", made from commit {bundle.Revision}" : "")}");
        output.WriteLine($"identity: {bundle.Identity}");
        output.WriteLine($"signed by: {signer}");
        BundleWords.Contents(bundle.Payload, output);
    }
}
