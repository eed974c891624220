using System.Collections.Immutable;
using System.CommandLine;
using Generator.Cli.Archives;
using Generator.Cli.Folders;
using Generator.Cli.Sides;
using Generator.Cli.Signatures;
using Generator.Core;
using Generator.Core.Bundles;
using Generator.Core.Deliveries;
using Generator.Core.Diagnostics;

namespace Generator.Cli.Commands;

/// <summary><c>haplane bundle</c>.</summary>
internal static class BundleCommand
{
    private const int MostListed = 10;

    internal static Command New()
    {
        var path = PathArgument.New();
        path.Description = "A folder with topology.yaml, originals/ and a fresh out/, a topology file in one, or an out/ alone.";
        var file = FileOption("--out", "The archive to write. One of an earlier bundle is replaced, anything else is not.", "FILE.tar.gz", "-o");
        file.Required = true;
        var payload = FileOption("--payload", "A folder, of any structure, with the programs to carry: those of Kubernetes, kubectl, the network plug-ins, packages of the distribution.", "DIR");
        var key = FileOption("--sign", "Sign with this ssh key: a private one, or the public one of an agent's or a token's.", "KEY");
        var command = new Command(
            "bundle",
            """
            Packs out/ into one archive for a site without a network, and with --payload the programs too, so that nothing but secrets is copied from the source there. The same input gives the same bytes on every machine.

            A file of the payload is known by its content: it has to be what runs on the source, to the last byte. What no host needs is left out. Captured files without secrets (CA certificates, units, configuration) are taken from originals/ by themselves, and packages (.deb, .rpm) are all carried.
              haplane bundle -o runbook.tar.gz                                    out/ alone
              haplane bundle --payload kubernetes-server -o runbook.tar.gz        with the programs
              haplane bundle --sign ~/.ssh/id_ed25519.pub -o runbook.tar.gz       signed; with "signers:" in the topology, by one of those
              haplane bundle verify runbook.tar.gz                                what the site will check
            The identity that is printed is the SHA-256 of the SHA256SUMS in the bundle: compare it on site.
            Exit code: 0 fine, 1 errors, 2 out/ is stale, 64 misuse.
            """)
        {
            path,
            file,
            payload,
            key,
            BundleVerification.New(),
        };
        command.SetAction(parsed =>
        {
            var streams = parsed.InvocationConfiguration;
            return new Run(streams.Output, streams.Error).Bundle(parsed.GetValue(path) ?? ".", parsed.GetValue(file) ?? "", parsed.GetValue(payload), parsed.GetValue(key));
        });
        return command;
    }

    private static Option<string?> FileOption(string name, string description, string help, params string[] aliases)
    {
        var option = new Option<string?>(name, aliases) { Description = description, HelpName = help };
        option.Validators.Add(GivenPath.RefuseEmpty);
        return option;
    }

    private sealed class Run(TextWriter output, TextWriter error)
    {
        internal int Bundle(string path, string file, string? payloadFolder, string? key)
        {
            var target = new NewFile(file);
            target.RefuseForeign(BundleArchive.IsAt);
            var (result, code) = Read(path);
            if (result is null || Reported(Compiler.Read(result.Tree), $"{path.TrimEnd('/')}/") is not { } delivery)
                return code == ExitCode.Fine ? ExitCode.InputErrors : code;
            if (delivery.NamesSigners && key is null)
                throw new MisuseException("the topology says who may sign bundles, so no site takes one that is not signed; give --sign KEY");
            if (Payload(delivery, result, payloadFolder) is not { } payload || Reported(Compiler.Bundle(result.Tree, delivery, result.Revision, payload)) is not { } bundle)
                return ExitCode.InputErrors;
            var signature = key is null ? null : BundleSignature.Sign(bundle.Sums, key);
            if (Signer(bundle, signature) is not { } signer)
                return ExitCode.InputErrors;
            using (var progress = new Progress(error, "packing", bundle.Carried.Sum(carried => carried.Size)))
                target.Write(stream => BundleArchive.Write(bundle, signature, stream, progress.Add));
            Say(file, bundle, delivery, payload, signer);
            return ExitCode.Fine;
        }

        private (BundledResult? Result, int Code) Read(string path)
        {
            var alone = new OutDirectory(path);
            if (Directory.Exists(path) && alone.IsOurs)
                return (BundledResult.Of(alone, path), ExitCode.Fine);
            var folder = InputFolder.At(path);
            var input = folder.Read();
            var read = folder.Result.ReadEarlier();
            Report.Write(read?.Findings ?? [], $"{folder.Prefix}out/", error);
            var outcome = read is { Result: null } ? Outcome.Of<FileTree>(null, []) : Compiler.Compile(input with { Before = read?.Result });
            var tally = Report.Write(outcome.Findings, folder.Prefix, error);
            if (outcome.Result is not { } tree)
            {
                error.WriteLine($"{folder.Prefix}{folder.TopologyName}: {tally}; nothing was written");
                return (null, ExitCode.InputErrors);
            }

            var written = Path.Combine(folder.Folder, "out");
            var differences = new OutDirectory(written).DifferencesFrom(tree);
            if (differences.Count == 0)
                return (BundledResult.Of(folder, input, tree), ExitCode.Fine);
            error.WriteLine($"{written}: {differences.Count} files are stale, such as {differences[0]}; run \"haplane build\", review and commit it, then bundle.");
            return (null, ExitCode.Differences);
        }

        // null where something in the folder is another release.
        private Payload? Payload(Delivery delivery, BundledResult result, string? folder)
        {
            ImmutableArray<OfferedFile> offered = folder is null ? [] : [.. new PayloadFolder(folder).Read(error)];
            var payload = Reported(Compiler.Match(delivery, offered, folder is null ? [] : result.Originals));
            foreach (var path in payload?.LeftOut.Take(MostListed) ?? [])
                error.WriteLine($"note: {path}: not needed by any host, left out");
            if (payload?.LeftOut.Length > MostListed)
                error.WriteLine($"note: and {payload.LeftOut.Length - MostListed} more files that no host needs");
            return payload;
        }

        // null where the site would refuse the signature.
        private string? Signer(Bundle bundle, byte[]? signature)
        {
            if (signature is null)
                return "nobody";
            var key = BundleSignature.KeyOf(bundle.Sums, signature) ?? "an unknown key";
            return bundle.Texts.Files.TryGetValue(BundlePath.Signers, out var signers)
                ? Reported(BundleSignature.SignerOf(bundle.Sums, signature, signers.Content)) is { } name ? $"{name} ({key})" : null
                : key;
        }

        private T? Reported<T>(Outcome<T> outcome, string prefix = "")
            where T : class
        {
            Report.Write(outcome.Findings, prefix, error);
            if (outcome.Result is null)
                error.WriteLine("nothing was written");
            return outcome.Result;
        }

        private void Say(string file, Bundle bundle, Delivery delivery, Payload payload, string signer)
        {
            output.WriteLine($"{file}: {Sizes.Of(new FileInfo(file).Length)}, {bundle.Texts.Files.Count + bundle.Carried.Length + (signer == "nobody" ? 0 : 1)} files for the cluster {delivery.Cluster}");
            output.WriteLine($"identity: {bundle.Identity}");
            output.WriteLine($"signed by: {signer}");
            BundleWords.Contents(payload, output);
            output.WriteLine($"On site: tar -xf {Path.GetFileName(file)} && cd {bundle.Top} && sh install.sh verify");
        }
    }
}
