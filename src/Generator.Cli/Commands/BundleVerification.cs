using System.CommandLine;
using Generator.Cli.Archives;
using Generator.Cli.Folders;
using Generator.Cli.Signatures;
using Generator.Cli.Usage;

namespace Generator.Cli.Commands;

internal static class BundleVerification
{
    private static readonly CommandText Text = new("check a bundle as the site does")
    {
        Details = $"""
            It is complete, every file is the one that was bundled, it carries only what its output needs, and its signer is allowed.
            Nothing is unpacked. An archive is refused if one bit is not as haplane wrote it.

            Allowed signers are those in --signers FILE, or in {AllowedSigners.OfMachine}. Without both, the bundle may list its own
            signers ("signers:" in its topology).
            """,
        Examples = [new("haplane bundle verify cluster.tar.gz", "before it is unpacked")],
        Exits = [new(ExitCode.Fine, "complete, and signed by an allowed signer where signers are set"), new(ExitCode.InputErrors, "refused")],
    };

    internal static Command New()
    {
        var file = new Argument<string>("FILE") { Description = "The bundle." };
        file.Validators.Add(GivenPath.RefuseEmpty);
        file.Validators.Add(GivenPath.RefuseOption);
        var signers = new Option<string?>("--signers")
        {
            Description = $"An ssh allowed-signers file of your own; one of these signers must have signed. Default: {AllowedSigners.OfMachine}, "
                + "where it exists.",
            HelpName = "FILE",
        };
        signers.Validators.Add(GivenPath.RefuseEmpty);
        var command = new DocumentedCommand("verify", Text)
        {
            file,
            signers,
        };
        command.SetAction(parsed =>
        {
            var streams = parsed.InvocationConfiguration;
            return Run(parsed.GetValue(file) ?? "", parsed.GetValue(signers), streams.Output, streams.Error);
        });
        return command;
    }

    private static int Run(string file, string? signers, TextWriter output, TextWriter error)
    {
        if (!Path.Exists(file) || !RegularFile.IsAt(file))
            throw new MisuseException($"there is no file {file}");
        using var packed = File.OpenRead(file);
        if (BundleProof.Of(file, packed, AllowedSigners.Find(signers), error) is not { } proof)
            return ExitCode.InputErrors;
        Say(file, proof, output);
        return ExitCode.Fine;
    }

    private static void Say(string file, BundleProof proof, TextWriter output)
    {
        var bundle = proof.Bundle;
        var revision = bundle.Revision.Length > 0 ? $", made from commit {bundle.Revision}" : "";
        output.WriteLine($"{file}: complete, for the cluster {bundle.Cluster}{revision}");
        output.WriteLine($"identity: {bundle.Identity}");
        output.WriteLine(proof.Signature);
        BundleWords.Contents(bundle.Payload, output);
    }
}
