using System.Collections.Immutable;
using System.CommandLine;
using Generator.Cli.Archives;
using Generator.Cli.DiffSources;
using Generator.Cli.Folders;
using Generator.Cli.Signatures;
using Generator.Cli.Usage;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Output.Bundles;
using Generator.Core.Reading.Deliveries;

namespace Generator.Cli.Commands;

internal static class BundleCommand
{
    private const int MostListed = 10;
    private const string Unsigned = "unsigned";

    private static readonly CommandText Text = new("pack out/ into one archive, for a site without a network")
    {
        Group = "Deliver",
        Details = """
            With --payload the archive also carries the programs, so that only secrets are copied from the source master on site. The same
            input gives the same bytes on every machine.

            A file of the payload is recognised by its content: it must be the file that runs on the source master, to the last byte. Files
            that no host needs are left out. Captured files without secrets (CA certificates, units, configuration) come from originals/.
            All packages (.deb, .rpm) are carried.

            review.html in the archive is the page for the person who approves; any browser shows it.

            The printed identity is the SHA-256 of the SHA256SUMS in the bundle. Compare it on site.
            """,
        Examples =
        [
            new("haplane bundle cluster -o cluster.tar.gz", "out/ alone"),
            new("haplane bundle cluster --payload kubernetes-server -o cluster.tar.gz", "with the programs of that folder"),
            new("haplane bundle cluster --sign ~/.ssh/id_ed25519.pub -o cluster.tar.gz", "signed"),
            new("haplane bundle verify cluster.tar.gz", "checked as on site"),
        ],
        Exits =
        [
            new(ExitCode.Fine, "written"),
            new(ExitCode.InputErrors, "errors; nothing was written"),
            new(ExitCode.Differences, "out/ is stale; nothing was written"),
        ],
    };

    internal static Command New()
    {
        var path = PathArgument.New();
        path.Description = "A folder with topology.yaml, originals/ and a fresh out/, a topology file in one, or an out/ alone.";
        var file = FileOption("--out", "The archive to write. An earlier bundle is replaced; any other file is refused.", "FILE.tar.gz", "-o");
        file.Required = true;
        var payload = FileOption(
            "--payload",
            "A folder with the programs to carry, in any structure: Kubernetes, kubectl, network plug-ins, packages of the distribution.",
            "DIR");
        var key = FileOption("--sign", "Sign with this ssh key: a private one, or a public one whose private half is in an agent or a token.", "KEY");
        var command = new DocumentedCommand("bundle", Text)
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
            var run = new Run(streams.Output, streams.Error);
            return run.Bundle(parsed.GetValue(path) ?? ".", parsed.GetValue(file) ?? "", parsed.GetValue(payload), parsed.GetValue(key));
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
                throw new MisuseException("the topology lists allowed signers, so every site refuses an unsigned bundle; pass --sign KEY");
            if (Payload(delivery, result, payloadFolder) is not { } payload
                || Reported(Compiler.Bundle(result.Tree, delivery, result.Revision, payload)) is not { } bundle)
                return ExitCode.InputErrors;
            var signature = key is null ? null : BundleSignature.Sign(bundle.Sums, key);
            if (Signer(bundle, signature) is not { } signer)
                return ExitCode.InputErrors;
            using (var progress = new Progress(error, "packing", bundle.Carried.Sum(carried => carried.Size)))
                target.Write(stream => BundleArchive.Write(bundle, signature, stream, progress.Add));
            Describe(file, bundle, delivery, payload, signer);
            return ExitCode.Fine;
        }

        private (BundledResult? Result, int Code) Read(string path)
        {
            var alone = new OutDirectory(path);
            if (Directory.Exists(path) && alone.IsOurs)
                return (BundledResult.Of(alone, path), ExitCode.Fine);
            var folder = InputFolder.At(path);
            var read = folder.ReadWithOutput();
            var outcome = read.Then(Compiler.Compile);
            var tally = Report.Write(outcome.Findings, folder.Prefix, error);
            if (read.Result is not { } input || outcome.Result is not { } tree)
            {
                error.WriteLine($"{folder.Prefix}{folder.TopologyName}: {tally}; nothing was written");
                return (null, ExitCode.InputErrors);
            }

            var written = Path.Combine(folder.Folder, "out");
            var stale = new OutDirectory(written).DifferenceFrom(tree).Paths;
            if (stale.IsEmpty)
                return (BundledResult.Of(folder, input, tree), ExitCode.Fine);
            error.WriteLine(
                $"{written}: {stale.Length} files are stale, such as {stale[0]}; run \"haplane build\", review and commit it, "
                    + "then bundle.");
            return (null, ExitCode.Differences);
        }

        // null where a file in the folder is from another release.
        private Payload? Payload(Delivery delivery, BundledResult result, string? folder)
        {
            ImmutableArray<OfferedFile> offered = folder is null ? [] : [.. new PayloadFolder(folder).Read(error)];
            var payload = Reported(Compiler.Match(delivery, offered, folder is null ? [] : result.Originals));
            foreach (var path in payload?.LeftOut.Take(MostListed) ?? [])
                error.WriteLine($"note: {path}: left out, no host needs it");
            if (payload?.LeftOut.Length > MostListed)
                error.WriteLine($"note: and {payload.LeftOut.Length - MostListed} more files that no host needs");
            return payload;
        }

        // null if the site would refuse the signature.
        private string? Signer(Bundle bundle, byte[]? signature)
        {
            if (signature is null)
                return Unsigned;
            var key = BundleSignature.KeyOf(bundle.Sums, signature) ?? "an unknown key";
            if (!bundle.Texts.Files.TryGetValue(BundlePath.Signers, out var signers))
                return $"signed by {key}";
            var name = Reported(BundleSignature.SignerOf(bundle.Sums, signature, new AllowedSigners(BundlePath.Signers, signers.Content)));
            return name is null ? null : $"signed by {name} ({key})";
        }

        private T? Reported<T>(Outcome<T> outcome, string prefix = "")
            where T : class
        {
            Report.Write(outcome.Findings, prefix, error);
            if (outcome.Result is null)
                error.WriteLine("nothing was written");
            return outcome.Result;
        }

        private void Describe(string file, Bundle bundle, Delivery delivery, Payload payload, string signer)
        {
            var files = bundle.Texts.Files.Count + bundle.Carried.Length + (signer == Unsigned ? 0 : 1);
            output.WriteLine($"{file}: {Sizes.Of(new FileInfo(file).Length)}, {files} files for the cluster {delivery.Cluster}");
            output.WriteLine($"identity: {bundle.Identity}");
            output.WriteLine(signer);
            BundleWords.Contents(payload, output);
            output.WriteLine($"On site: tar -xf {Path.GetFileName(file)} && cd {bundle.Top} && sh install.sh verify");
        }
    }
}
