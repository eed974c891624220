using System.Text;
using Generator.Cli.Folders;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Output.Bundles.Faults;

namespace Generator.Cli.Signatures;

/// <summary>Signs the digests of a bundle, and finds the signer.</summary>
internal static class BundleSignature
{
    private const string Namespace = "haplane-bundle";
    private const string AskThem = "ask one of the allowed signers to sign it; see \"haplane explain BND004\"";

    /// <summary>Signs.</summary>
    /// <param name="sums">The digests.</param>
    /// <param name="key">The file of a private key, or of a public one whose private half an agent holds.</param>
    /// <exception cref="MisuseException">ssh-keygen did not sign.</exception>
    internal static byte[] Sign(ReadOnlyMemory<byte> sums, string key)
    {
        if (!File.Exists(key))
            throw new MisuseException(
                $"there is no key {key}; pass --sign a private key file, or a public one whose private half is in an agent or a token");
        var (code, signature) = SshKeygen.Run(sums, isQuiet: false, "-q", "-Y", "sign", "-f", key, "-n", Namespace);
        return code == 0
            ? Encoding.ASCII.GetBytes(signature)
            : throw new MisuseException($"ssh-keygen did not sign with {key}; nothing was written");
    }

    /// <summary>The allowed signer who has signed; or what is wrong with the signature.</summary>
    /// <param name="sums">The digests.</param>
    /// <param name="signature">Their signature; null where there is none.</param>
    /// <param name="signers">The allowed signers.</param>
    internal static Outcome<string> SignerOf(ReadOnlyMemory<byte> sums, ReadOnlyMemory<byte>? signature, AllowedSigners signers)
    {
        if (signature is not { } signed)
            return Fault("the bundle is unsigned, but allowed signers are configured", AskThem);
        using var folder = new ScratchFolder();
        var (signatureFile, signersFile) = (folder.Write("signature", signed), folder.Write("signers", signers.Content));
        var found = SshKeygen.Run(sums, isQuiet: true, "-Y", "find-principals", "-s", signatureFile, "-f", signersFile);
        // One line each, as in the file: names and patterns, separated by commas.
        var names = found.Code == 0
            ? found.Output.Split('\n', ',').Select(name => name.Trim()).Where(name => name is not ("" or ['!', ..])).Distinct().ToArray()
            : [];
        foreach (var name in names)
        {
            if (SshKeygen.Run(sums, isQuiet: true, "-Y", "verify", "-f", signersFile, "-I", name, "-n", Namespace, "-s", signatureFile).Code == 0)
                return Outcome.Of(name, []);
        }

        return KeyOf(sums, signed) is { } key
            ? Fault($"the signer is not listed in {signers.File}; the key is {key}", AskThem)
            : Fault("the signature does not belong to this bundle", AskThem);
    }

    /// <summary>The fingerprint of the key that has signed; null where the signature does not belong to these digests.</summary>
    internal static string? KeyOf(ReadOnlyMemory<byte> sums, ReadOnlyMemory<byte> signature)
    {
        using var folder = new ScratchFolder();
        var (code, output) = SshKeygen.Run(
            sums, isQuiet: true, "-Y", "check-novalidate", "-n", Namespace, "-s", folder.Write("signature", signature));
        var words = output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return code == 0 ? words.FirstOrDefault(word => word.StartsWith("SHA256:", StringComparison.Ordinal)) : null;
    }

    private static Outcome<string> Fault(string message, string hint) => Outcome.Of<string>(null, [SignatureRefused.Because(message, hint)]);
}
