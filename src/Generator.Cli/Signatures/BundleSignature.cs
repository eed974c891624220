using System.Text;
using Generator.Cli.Folders;
using Generator.Core.Bundles.Faults;
using Generator.Core.Diagnostics;

namespace Generator.Cli.Signatures;

/// <summary>Signs the digests of a bundle, and says who has signed them.</summary>
internal static class BundleSignature
{
    private const string Namespace = "haplane-bundle";
    private const string AskThem = "ask one of those who may sign for a bundle of theirs; \"haplane explain BND004\" says more";

    /// <summary>Signs.</summary>
    /// <param name="sums">The digests.</param>
    /// <param name="key">The file of a private key, or of a public one whose private half an agent holds.</param>
    /// <exception cref="MisuseException">ssh-keygen did not sign.</exception>
    internal static byte[] Sign(ReadOnlyMemory<byte> sums, string key)
    {
        if (!File.Exists(key))
            throw new MisuseException($"there is no key {key}; --sign takes the file of a private key, or of a public one whose private half an agent or a token holds");
        var (code, signature) = SshKeygen.Run(sums, isQuiet: false, "-q", "-Y", "sign", "-f", key, "-n", Namespace);
        return code == 0 ? Encoding.ASCII.GetBytes(signature) : throw new MisuseException($"ssh-keygen did not sign with {key}; nothing was written");
    }

    /// <summary>Who has signed, of those who may; or what is wrong with it.</summary>
    /// <param name="sums">The digests.</param>
    /// <param name="signature">Their signature; null where there is none.</param>
    /// <param name="signers">The allowed-signers file.</param>
    internal static Outcome<string> SignerOf(ReadOnlyMemory<byte> sums, ReadOnlyMemory<byte>? signature, ReadOnlyMemory<byte> signers)
    {
        if (signature is not { } signed)
            return Fault("the bundle is not signed, and it is said who may sign it", AskThem);
        using var folder = new ScratchFolder();
        var (signatureFile, signersFile) = (folder.Write("signature", signed), folder.Write("signers", signers));
        var found = SshKeygen.Run(sums, isQuiet: true, "-Y", "find-principals", "-s", signatureFile, "-f", signersFile);
        // A line each, each as it stands in the file: names and patterns, separated by commas.
        var names = found.Code == 0 ? found.Output.Split('\n', ',').Select(name => name.Trim()).Where(name => name is not ("" or ['!', ..])).Distinct().ToArray() : [];
        foreach (var name in names)
        {
            if (SshKeygen.Run(sums, isQuiet: true, "-Y", "verify", "-f", signersFile, "-I", name, "-n", Namespace, "-s", signatureFile).Code == 0)
                return Outcome.Of(name, []);
        }

        return KeyOf(sums, signed) is { } key
            ? Fault($"the bundle is signed with the key {key}, which nobody has who may sign it", AskThem)
            : Fault("the signature is not one of these digests", AskThem);
    }

    /// <summary>The fingerprint of the key that has signed, whoever has it; null where the signature is none of these digests.</summary>
    internal static string? KeyOf(ReadOnlyMemory<byte> sums, ReadOnlyMemory<byte> signature)
    {
        using var folder = new ScratchFolder();
        var (code, output) = SshKeygen.Run(sums, isQuiet: true, "-Y", "check-novalidate", "-n", Namespace, "-s", folder.Write("signature", signature));
        return code == 0 ? output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => word.StartsWith("SHA256:", StringComparison.Ordinal)) : null;
    }

    private static Outcome<string> Fault(string message, string hint) => Outcome.Of<string>(null, [SignatureRefused.Because(message, hint)]);
}
